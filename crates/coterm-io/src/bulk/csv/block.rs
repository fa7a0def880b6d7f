//! Blocks of rows, which one thread reads ahead of the thread that uses them.
//!
//! `BLOCKS` blocks exist at most, so that memory stays bounded however fast the reader is.

use std::io::Read;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use crate::Result;
use crate::csv_reader::{CsvReader, Records};

/// Rows in a block: enough to share among cores, few enough to hold in memory.
const ROWS: usize = 2_048;
/// Bytes after which a block is full however few rows it has. A row counts with its text and one
/// delimiter per column: of the header, if the header is wider, for short rows are padded to it.
const BYTES: usize = 1 << 18;
/// Number of blocks: one being read, one waiting, one in use.
const BLOCKS: usize = 3;

/// Consecutive rows of a file.
#[derive(Default)]
pub(super) struct Block {
    pub(super) records: Records,
    /// Bytes of the file that were read for this block.
    pub(super) bytes: u64,
}

/// Reads the next rows into `block` in place of those it holds. Returns false at the end of the
/// file.
fn read(reader: &mut CsvReader<impl Read>, block: &mut Block) -> Result<bool> {
    let (before, width) = (reader.taken(), reader.header().width());
    block.records.clear();
    let mut bytes = 0;
    while block.records.len() < ROWS && bytes < BYTES {
        let Some(record) = reader.next()? else { break };
        bytes += record.bytes() + record.fields().max(width);
        block.records.push(record);
    }
    block.bytes = reader.taken() - before;
    Ok(block.records.len() > 0)
}

/// Calls `each` with every block in order while a thread reads those that follow.
pub(super) fn ahead<R: Read + Send>(
    reader: CsvReader<R>,
    mut each: impl FnMut(&Block) -> Result<()>,
) -> Result<()> {
    std::thread::scope(|threads| {
        // The channels are made inside the scope: if this side stops early they close, and the
        // reader stops.
        let (full, to_use) = sync_channel(BLOCKS);
        let (used, to_read) = sync_channel(BLOCKS);
        threads.spawn(move || read_ahead(reader, &to_read, &full));
        for _ in 0..BLOCKS {
            // Fails only if the reader has stopped; `to_use` then has the reason.
            let _ = used.send(Block::default());
        }
        for block in to_use {
            let block = block?;
            each(&block)?;
            let _ = used.send(block);
        }
        Ok(())
    })
}

/// Reads until the file ends or nobody takes blocks any more.
fn read_ahead<R: Read>(
    mut reader: CsvReader<R>,
    empty: &Receiver<Block>,
    full: &SyncSender<Result<Block>>,
) {
    for mut block in empty {
        let next = match read(&mut reader, &mut block) {
            Ok(true) => Ok(block),
            Ok(false) => return,
            Err(error) => Err(error),
        };
        let failed = next.is_err();
        if full.send(next).is_err() || failed {
            return;
        }
    }
}
