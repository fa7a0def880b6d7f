//! Rows, read ahead of those who use them.

use std::io::Read;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use crate::Result;
use crate::csv_reader::{CsvReader, Records};

/// Rows to a block: enough to share among cores, few enough to hold.
const ROWS: usize = 2_048;
/// Bytes after which a block is full however few its rows are: of what was read, or of the
/// delimiters of the columns that are written, if a wide header has short rows.
const BYTES: usize = 1 << 18;
/// Blocks there are: one being read, one waiting, one in use.
const BLOCKS: usize = 3;

/// Some rows, in order.
#[derive(Default)]
pub(super) struct Block {
    pub(super) records: Records,
    /// Bytes of the file that it took.
    pub(super) bytes: u64,
}

/// Reads the next block in place of what was in this one; false at the end.
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
        // In here, so that the reader is told when this side stops early.
        let (full, to_use) = sync_channel(BLOCKS);
        let (used, to_read) = sync_channel(BLOCKS);
        threads.spawn(move || read_ahead(reader, &to_read, &full));
        for _ in 0..BLOCKS {
            // Fails only when the reader has stopped, and then `to_use` says why.
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

/// Ends when the file does, or nobody wants its blocks.
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
