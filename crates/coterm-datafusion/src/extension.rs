//! [`Extension`]: the functions and tables of coterm over one dataset.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use datafusion::error::Result;
use datafusion::logical_expr::ScalarUDF;
use datafusion::prelude::SessionContext;

use crate::data::LoadedData;
use crate::tables::described::{DescribedFunction, DescribedTable, TableDescription, TableRows};
use crate::{functions, tables};

/// Makes the rows of a table function.
pub type TableMaker = Arc<dyn Fn(&TableDescription) -> Result<TableRows> + Send + Sync>;

/// The functions and tables of coterm over one dataset, as sessions and codecs need them.
///
/// Client, scheduler and executors each have one. Plans name functions and tables, and carry the
/// [fingerprint](Self::fingerprint) of the client's data.
pub struct Extension {
    fingerprint: String,
    scalar: HashMap<String, Arc<ScalarUDF>>,
    table_names: Vec<String>,
    make_table: TableMaker,
    /// Tables that are in use, so that tasks of a query share them.
    made: Mutex<HashMap<TableDescription, Weak<TableRows>>>,
}

impl Extension {
    /// Makes the extension with all functions and tables over a dataset.
    pub fn new(data: &Arc<LoadedData>) -> Arc<Self> {
        let scalar = functions::scalar_functions(data);
        let data = Arc::clone(data);
        Self::with_functions(
            data.fingerprint().to_owned(),
            scalar,
            tables::NAMES.iter().map(|&name| name.to_owned()).collect(),
            Arc::new(move |description| tables::make(&data, description)),
        )
    }

    /// Makes an extension of any functions and tables.
    pub fn with_functions(
        fingerprint: String,
        scalar: Vec<ScalarUDF>,
        table_names: Vec<String>,
        make_table: TableMaker,
    ) -> Arc<Self> {
        let by_name = |function: ScalarUDF| (function.name().to_owned(), Arc::new(function));
        Arc::new(Self {
            fingerprint,
            scalar: scalar.into_iter().map(by_name).collect(),
            table_names,
            make_table,
            made: Mutex::default(),
        })
    }

    /// The fingerprint of the data that answers come from.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// Returns a scalar function by its name.
    pub fn scalar_function(&self, name: &str) -> Option<&Arc<ScalarUDF>> {
        self.scalar.get(name)
    }

    /// All scalar functions, in no order.
    pub fn scalar_functions(&self) -> impl Iterator<Item = &Arc<ScalarUDF>> {
        self.scalar.values()
    }

    /// Returns the table of a description. A table that is in use is not made again.
    ///
    /// # Errors
    ///
    /// Fails if there is no such function, or it takes other arguments.
    pub fn table(&self, description: TableDescription) -> Result<DescribedTable> {
        let in_use = self.made().get(&description).and_then(Weak::upgrade);
        let rows = if let Some(rows) = in_use {
            rows
        } else {
            let rows = Arc::new((self.make_table)(&description)?);
            let mut made = self.made();
            made.retain(|_, rows| rows.strong_count() > 0);
            made.insert(description.clone(), Arc::downgrade(&rows));
            rows
        };
        Ok(DescribedTable::new(description, rows))
    }

    /// Registers all functions and table functions.
    pub fn register(self: &Arc<Self>, context: &SessionContext) {
        for function in self.scalar.values() {
            context.register_udf(function.as_ref().clone());
        }
        for name in &self.table_names {
            let function = DescribedFunction::new(name, Arc::clone(self));
            context.register_udtf(name, Arc::new(function));
        }
    }

    fn made(&self) -> std::sync::MutexGuard<'_, HashMap<TableDescription, Weak<TableRows>>> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Extension {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_tuple("Extension")
            .field(&self.fingerprint)
            .finish()
    }
}
