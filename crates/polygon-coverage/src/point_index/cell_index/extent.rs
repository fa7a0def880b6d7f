//! [`Extent`]: a rectangle that is divided into columns and rows of cells. The same numbers always
//! give the same corners.

use geo::Coord;

/// Rectangle that is divided into cells, in the unit of the coordinates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Extent {
    pub(super) west: f64,
    pub(super) south: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Extent {
    pub(super) fn corner(self) -> Coord<f64> {
        Coord {
            x: self.west,
            y: self.south,
        }
    }

    /// Column and row of the cell that contains a point, up to rounding; the nearest cell for a
    /// point outside.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "saturates, as meant"
    )]
    pub(super) fn cell_of(self, columns: usize, rows: usize, point: Coord<f64>) -> (usize, usize) {
        let column = ((point.x - self.west) / self.width * columns as f64) as usize;
        let row = ((point.y - self.south) / self.height * rows as f64) as usize;
        (column.min(columns - 1), row.min(rows - 1))
    }

    /// The cell at a column and row. Building and looking up call this with the same numbers, so
    /// corners are the same, bit for bit.
    pub(super) fn cell(self, columns: usize, rows: usize, column: usize, row: usize) -> Self {
        let corner = self.corner_of(columns, rows, column, row);
        let (west, south) = (corner.x, corner.y);
        #[expect(
            clippy::cast_precision_loss,
            reason = "a count of cells is far below 2^52"
        )]
        let (width, height) = (self.width / columns as f64, self.height / rows as f64);
        Self {
            west,
            south,
            width,
            height,
        }
    }

    /// South-west corner of a cell.
    #[expect(
        clippy::cast_precision_loss,
        reason = "a count of cells is far below 2^52"
    )]
    pub(super) fn corner_of(
        self,
        columns: usize,
        rows: usize,
        column: usize,
        row: usize,
    ) -> Coord<f64> {
        Coord {
            x: self.west + self.width / columns as f64 * column as f64,
            y: self.south + self.height / rows as f64 * row as f64,
        }
    }

    /// Middle of one of sixteen cells.
    pub(super) fn cell_middle(self, position: usize) -> Coord<f64> {
        let cell = self.cell(4, 4, position % 4, position / 4);
        Coord {
            x: cell.west + cell.width / 2.0,
            y: cell.south + cell.height / 2.0,
        }
    }
}
