/** The map library, at the address from which the server serves it. */
export * from "maplibre-gl";
