//! [`StoresByUrl`]: object stores that are opened when a URL first names them.

use std::sync::Arc;

use datafusion::error::{DataFusionError, Result};
use datafusion::execution::object_store::{DefaultObjectStoreRegistry, ObjectStoreRegistry};
use object_store::ObjectStore;
use object_store::aws::AmazonS3Builder;
use object_store::azure::MicrosoftAzureBuilder;
use url::Url;

/// Object stores that are opened when a URL first names them: local files, `s3://bucket/…`,
/// `az://container/…` and `abfs://container/…`.
///
/// Keys and endpoints come from the environment, by the names that the vendors' own tools read:
/// `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_REGION`, `AWS_ENDPOINT_URL` (for stores other
/// than Amazon's), `AWS_ALLOW_HTTP`; `AZURE_STORAGE_ACCOUNT_NAME`, `AZURE_STORAGE_ACCOUNT_KEY` and
/// so on. They are never part of a plan: each process of a cluster needs its own.
#[derive(Debug, Default)]
pub struct StoresByUrl(DefaultObjectStoreRegistry);

impl ObjectStoreRegistry for StoresByUrl {
    fn register_store(
        &self,
        url: &Url,
        store: Arc<dyn ObjectStore>,
    ) -> Option<Arc<dyn ObjectStore>> {
        self.0.register_store(url, store)
    }

    fn deregister_store(&self, url: &Url) -> Result<Arc<dyn ObjectStore>> {
        self.0.deregister_store(url)
    }

    fn get_store(&self, url: &Url) -> Result<Arc<dyn ObjectStore>> {
        let opened = self.0.get_store(url);
        if opened.is_ok() {
            return opened;
        }
        let Some(store) = open(url).map_err(DataFusionError::from)? else {
            return opened;
        };
        self.0.register_store(url, Arc::clone(&store));
        Ok(store)
    }
}

/// Opens the store of a URL, of which only scheme, user and host matter; `None` for other schemes.
fn open(url: &Url) -> object_store::Result<Option<Arc<dyn ObjectStore>>> {
    Ok(match url.scheme() {
        "s3" | "s3a" => Some(Arc::new(
            AmazonS3Builder::from_env().with_url(url.as_str()).build()?,
        )),
        "az" | "azure" | "abfs" | "abfss" => Some(Arc::new(
            MicrosoftAzureBuilder::from_env()
                .with_url(url.as_str())
                .build()?,
        )),
        _ => None,
    })
}
