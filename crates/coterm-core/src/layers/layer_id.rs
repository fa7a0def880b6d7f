//! [`LayerId`]: how the layers of a catalogue are named inside the program. People name them by
//! [`Layer::id`](crate::layers::Layer::id), such as `lad-2023`.

/// The position of a layer in its [`Catalogue`](crate::layers::Catalogue), counted from 0. It means
/// nothing in another catalogue.
///
/// ```
/// use coterm_core::layers::LayerId;
///
/// assert_eq!(LayerId::new(3).index(), 3);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LayerId(usize);

impl LayerId {
    /// The layer at this position.
    pub const fn new(index: usize) -> Self {
        Self(index)
    }

    /// The position, to index a slice with.
    pub const fn index(self) -> usize {
        self.0
    }
}
