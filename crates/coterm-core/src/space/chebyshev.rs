//! Smooth functions of one variable, approximated by polynomials band by band. The projection uses
//! them: a value costs a few multiplications, and no sine or logarithm.

use std::array;
use std::f64::consts::PI;

/// Number of terms of a polynomial. With five, and bands of one degree or of 50 km, the projection
/// and its inverse are within 10⁻⁶ m of the series that they are fitted to.
const TERMS: usize = 5;

/// Several functions of the same variable, each a polynomial in each band. Outside the bands, the
/// polynomial of the first or last band is extrapolated, and soon means nothing.
pub(crate) struct Bands<const BANDS: usize, const FUNCTIONS: usize> {
    start: f64,
    bands_to_a_unit: f64,
    /// Coefficients of each band, constants first, by powers of the distance from its middle in
    /// band widths.
    bands: [[[f64; FUNCTIONS]; TERMS]; BANDS],
}

impl<const BANDS: usize, const FUNCTIONS: usize> Bands<BANDS, FUNCTIONS> {
    /// Fits the functions in bands of this width, from `start` upwards.
    pub(crate) fn fit(start: f64, width: f64, functions: impl Fn(f64) -> [f64; FUNCTIONS]) -> Self {
        let mut middle = start - width / 2.0;
        let bands = [(); BANDS].map(|()| {
            middle += width;
            let places = between::<TERMS>(-0.5, 0.5);
            let values = places.map(|place| functions(middle + width * place));
            let mut band = [[0.0; FUNCTIONS]; TERMS];
            for function in 0..FUNCTIONS {
                let through = through(places, values.map(|value| value[function]));
                for (terms, coefficient) in band.iter_mut().zip(through) {
                    terms[function] = coefficient;
                }
            }
            band
        });
        Self {
            start,
            bands_to_a_unit: 1.0 / width,
            bands,
        }
    }

    /// Values of the functions. `inline(never)`: if it is inlined where the values are used one by
    /// one, the compiler no longer vectorises it, which costs half as many instructions again.
    #[inline(never)]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "truncation finds the band, and what is below the first is held there"
    )]
    pub(crate) fn at(&self, variable: f64) -> [f64; FUNCTIONS] {
        let place = (variable - self.start) * self.bands_to_a_unit;
        let band = (place as u32).min(const { BANDS as u32 - 1 });
        let place = place - f64::from(band) - 0.5;
        let (square, fourth) = (place * place, place * place * place * place);
        let [zeroth, first, second, third, last] = &self.bands[band as usize];
        // Computed in independent halves, unlike Horner's rule, in which each step waits for the
        // last.
        array::from_fn(|function| {
            let low = zeroth[function] + first[function] * place;
            let high = second[function] + third[function] * place;
            low + high * square + last[function] * fourth
        })
    }
}

/// Chebyshev nodes of an interval. A polynomial through the values at these places is nearly as
/// close to a function as any polynomial of its degree can be.
#[expect(clippy::cast_precision_loss, reason = "a handful of places")]
pub(crate) fn between<const N: usize>(low: f64, high: f64) -> [f64; N] {
    let mut angle = PI / (2 * N) as f64;
    [(); N].map(|()| {
        let place = low + (high - low) * (1.0 - angle.cos()) / 2.0;
        angle += PI / N as f64;
        place
    })
}

/// Coefficients, the constant first, of the polynomial that takes these values at these places
/// (Newton's divided differences).
pub(crate) fn through<const N: usize>(places: [f64; N], values: [f64; N]) -> [f64; N] {
    let mut differences = values;
    for order in 1..N {
        for at in (order..N).rev() {
            differences[at] =
                (differences[at] - differences[at - 1]) / (places[at] - places[at - order]);
        }
    }
    let mut coefficients = [0.0; N];
    for (place, difference) in places.into_iter().zip(differences).rev() {
        // Multiplies by (x - place), then adds the difference.
        for term in (1..N).rev() {
            coefficients[term] = coefficients[term - 1] - place * coefficients[term];
        }
        coefficients[0] = difference - place * coefficients[0];
    }
    coefficients
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_polynomial_goes_through_its_places() {
        let found = through([0.0, 1.0, 3.0], [1.0, 0.0, 10.0]);
        // 1 - 3x + 2x²
        assert_eq!(found, [1.0, -3.0, 2.0]);
    }

    #[test]
    fn bands_follow_the_functions_that_they_are_fitted_to() {
        let bands = Bands::<4, 2>::fit(-1.0, 0.5, |x| [x.sin(), x.exp()]);
        for step in 0..=200 {
            let x = -1.0 + f64::from(step) / 100.0;
            let [sin, exp] = bands.at(x);
            assert!(
                (sin - x.sin()).abs() < 2e-6 && (exp - x.exp()).abs() < 5e-6,
                "{x}"
            );
        }
    }
}
