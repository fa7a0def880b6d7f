//! Parallel iterators: those of `rayon` with the feature `rayon`, sequential ones without it.
//!
//! The rest of the crate is written as with `rayon`'s prelude. Results are the same either way,
//! because nothing depends on which piece is finished first.

#[cfg(feature = "rayon")]
pub(crate) use rayon::{join, prelude};

#[cfg(not(feature = "rayon"))]
pub(crate) use prelude::join;

#[cfg(not(feature = "rayon"))]
pub(crate) mod prelude {
    /// Calls both functions, one after the other.
    pub(crate) fn join<A, B>(one: impl FnOnce() -> A, other: impl FnOnce() -> B) -> (A, B) {
        (one(), other())
    }

    /// Sequential iterator with the methods of `rayon`'s parallel iterators that the crate uses.
    pub(crate) struct Sequential<I>(I);

    /// Collections that are iterated from the beginning.
    pub(crate) trait IntoParallelIterator: IntoIterator + Sized {
        fn into_par_iter(self) -> Sequential<Self::IntoIter> {
            Sequential(self.into_iter())
        }
    }

    impl<T: IntoIterator> IntoParallelIterator for T {}

    /// Slices that are iterated from the beginning.
    pub(crate) trait ParallelSlice<T> {
        fn par_iter(&self) -> Sequential<std::slice::Iter<'_, T>>;
        fn par_iter_mut(&mut self) -> Sequential<std::slice::IterMut<'_, T>>;
        fn par_chunks(&self, size: usize) -> Sequential<std::slice::Chunks<'_, T>>;
        fn par_windows(&self, size: usize) -> Sequential<std::slice::Windows<'_, T>>;
        fn par_sort_unstable(&mut self)
        where
            T: Ord;
        fn par_sort_unstable_by_key<K: Ord>(&mut self, key: impl FnMut(&T) -> K);
    }

    impl<T> ParallelSlice<T> for [T] {
        fn par_iter(&self) -> Sequential<std::slice::Iter<'_, T>> {
            Sequential(self.iter())
        }

        fn par_iter_mut(&mut self) -> Sequential<std::slice::IterMut<'_, T>> {
            Sequential(self.iter_mut())
        }

        fn par_chunks(&self, size: usize) -> Sequential<std::slice::Chunks<'_, T>> {
            Sequential(self.chunks(size))
        }

        fn par_windows(&self, size: usize) -> Sequential<std::slice::Windows<'_, T>> {
            Sequential(self.windows(size))
        }

        fn par_sort_unstable(&mut self)
        where
            T: Ord,
        {
            self.sort_unstable();
        }

        fn par_sort_unstable_by_key<K: Ord>(&mut self, key: impl FnMut(&T) -> K) {
            self.sort_unstable_by_key(key);
        }
    }

    impl<I: Iterator> Sequential<I> {
        /// Ignores the minimum number of items per core.
        pub(crate) fn with_min_len(self, _: usize) -> Self {
            self
        }

        pub(crate) fn map<T>(
            self,
            map: impl FnMut(I::Item) -> T,
        ) -> Sequential<impl Iterator<Item = T>> {
            Sequential(self.0.map(map))
        }

        pub(crate) fn filter(
            self,
            keep: impl FnMut(&I::Item) -> bool,
        ) -> Sequential<impl Iterator<Item = I::Item>> {
            Sequential(self.0.filter(keep))
        }

        pub(crate) fn filter_map<T>(
            self,
            map: impl FnMut(I::Item) -> Option<T>,
        ) -> Sequential<impl Iterator<Item = T>> {
            Sequential(self.0.filter_map(map))
        }

        pub(crate) fn flat_map_iter<T: IntoIterator>(
            self,
            map: impl FnMut(I::Item) -> T,
        ) -> Sequential<impl Iterator<Item = T::Item>> {
            Sequential(self.0.flat_map(map))
        }

        pub(crate) fn enumerate(self) -> Sequential<impl Iterator<Item = (usize, I::Item)>> {
            Sequential(self.0.enumerate())
        }

        pub(crate) fn zip<J: IntoIterator>(
            self,
            other: J,
        ) -> Sequential<impl Iterator<Item = (I::Item, J::Item)>> {
            Sequential(self.0.zip(other))
        }

        pub(crate) fn for_each(self, each: impl FnMut(I::Item)) {
            self.0.for_each(each);
        }

        /// Folds all items into one value, as a single core would.
        pub(crate) fn fold<T>(
            self,
            identity: impl Fn() -> T,
            with: impl FnMut(T, I::Item) -> T,
        ) -> Sequential<std::iter::Once<T>> {
            Sequential(std::iter::once(self.0.fold(identity(), with)))
        }

        pub(crate) fn reduce(
            self,
            identity: impl Fn() -> I::Item,
            with: impl FnMut(I::Item, I::Item) -> I::Item,
        ) -> I::Item {
            self.0.fold(identity(), with)
        }

        pub(crate) fn collect<C: FromIterator<I::Item>>(self) -> C {
            self.0.collect()
        }
    }

    impl<I: Iterator> IntoIterator for Sequential<I> {
        type Item = I::Item;
        type IntoIter = I;

        fn into_iter(self) -> I {
            self.0
        }
    }
}
