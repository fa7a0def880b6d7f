//! Failures of a cluster in words of those who ask.

use ballista_core::error::BallistaError;
use datafusion::error::DataFusionError;

use super::codec::OTHER_DATA;
use crate::error::Error;

/// Words of gRPC and HTTP/2 for a connection that is not there or broke.
const BROKEN: [(&str, &str); 9] = [
    ("Could not connect to scheduler", "no connection"),
    ("Connection refused", "connection refused"),
    ("ConnectionRefused", "connection refused"),
    ("dns error", "the name of the host is unknown"),
    ("deadline", "no answer in time"),
    (
        "Stream closed without job completing",
        "it ended during the query",
    ),
    (
        "error reading a body from connection",
        "it ended during the query",
    ),
    ("transport error", "the connection broke"),
    ("tonic::transport::Error", "the connection broke"),
];

/// Words for an executor that is not there, which no scheduler is to blame for.
const EXECUTOR: [&str; 2] = ["FetchFailed", "fetch_partition"];

/// Makes an error of a failed query on the cluster of the scheduler at an address.
pub fn explain(error: DataFusionError, address: &str) -> Error {
    known(&error.strip_backtrace(), address).unwrap_or(Error::Query(error))
}

/// Makes an error of a process that works for the scheduler at an address.
pub(super) fn of_process(error: &BallistaError, address: &str) -> Error {
    let text = error.to_string();
    known(&text, address).unwrap_or_else(|| Error::Cluster(short(&text)))
}

/// Finds the cause in a message of the cluster.
fn known(text: &str, address: &str) -> Option<Error> {
    if let Some(message) = message_about_data(text) {
        return Some(Error::Cluster(message));
    }
    if let Some((_, cause)) = text.split_once(" failed: ") {
        // `Job x failed: …` is a scheduler's answer, whatever broke in it.
        return Some(Error::Cluster(short(cause)));
    }
    let from_executor = EXECUTOR.iter().any(|word| text.contains(word));
    let broken = BROKEN.iter().find(|(word, _)| text.contains(word));
    match broken {
        Some((_, reason)) if !from_executor => Some(Error::NoScheduler {
            address: address.to_owned(),
            reason: (*reason).to_owned(),
        }),
        _ => Some(Error::Cluster(short(status_message(text)?))),
    }
}

/// Returns the message about other data, without what the layers of the cluster put around it.
fn message_about_data(text: &str) -> Option<String> {
    let message = &text[text.find(OTHER_DATA)?..];
    let end = "same data folder";
    let end = message.find(end)? + end.len();
    Some(message[..end].to_owned())
}

/// Returns the message of a gRPC status that was printed for developers.
fn status_message(text: &str) -> Option<&str> {
    let (_, message) = text.split_once("message: \"")?;
    message.split_once("\", ").map(|(message, _)| message)
}

/// Returns a message on one line.
fn short(message: &str) -> String {
    message.replace("\\n", " ").replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_connection_names_the_scheduler() {
        let error = DataFusionError::Execution("Stream closed without job completing".to_owned());
        assert_eq!(
            explain(error, "127.0.0.1:50050").to_string(),
            "the scheduler at 127.0.0.1:50050 does not answer: it ended during the query"
        );
    }

    #[test]
    fn other_data_is_told_without_the_words_of_the_cluster() {
        let own = super::super::codec::other_data("a", "b");
        let error = DataFusionError::Execution(format!("Job 7 failed: Task: \"{own}\", at"));
        assert_eq!(explain(error, "h:1").to_string(), own);
    }
}
