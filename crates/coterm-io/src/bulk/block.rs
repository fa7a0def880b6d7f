//! Rows, read ahead of those who use them.

use std::io::Read;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use csv::{ByteRecord, Reader, ReaderBuilder};

use super::blank_lines::BlankLines;
use crate::{Error, Result};

/// Rows to a block: enough to share among cores, few enough to hold.
const ROWS: usize = 2_048;
/// Bytes after which a block is full however few its rows are.
const BYTES: u64 = 1 << 18;
/// Blocks there are: one being read, one waiting, one in use.
const BLOCKS: usize = 3;

/// Some rows, in order.
#[derive(Default)]
pub(super) struct Block {
    rows: Vec<ByteRecord>,
    /// How many of them are of this block; the others wait for a longer one.
    filled: usize,
    bytes: u64,
}

impl Block {
    pub(super) fn rows(&self) -> &[ByteRecord] {
        &self.rows[..self.filled]
    }

    /// Bytes of the file that it took.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }
}

/// The rows of a CSV, block by block.
pub(super) struct Blocks<R> {
    reader: Reader<BlankLines<R>>,
}

impl<R: Read> Blocks<R> {
    pub(super) fn new(input: R) -> Self {
        // Rows of another length than the header are kept as they are, and said.
        let reader = ReaderBuilder::new()
            .flexible(true)
            .buffer_capacity(1 << 16)
            .from_reader(BlankLines::new(input));
        Self { reader }
    }

    pub(super) fn header(&mut self) -> Result<&ByteRecord> {
        self.reader.byte_headers().map_err(not_csv)
    }

    /// Reads the next block in place of what was in this one; false at the end.
    fn read(&mut self, block: &mut Block) -> Result<bool> {
        let before = self.reader.position().byte();
        block.filled = 0;
        while block.filled < ROWS && self.reader.position().byte() - before < BYTES {
            if block.filled == block.rows.len() {
                block.rows.push(ByteRecord::new());
            }
            if !self
                .reader
                .read_byte_record(&mut block.rows[block.filled])
                .map_err(not_csv)?
            {
                break;
            }
            block.filled += 1;
        }
        block.bytes = self.reader.position().byte() - before;
        Ok(block.filled > 0)
    }
}

/// Calls `each` with every block in order while a thread reads those that follow.
pub(super) fn ahead<R: Read + Send>(
    blocks: Blocks<R>,
    mut each: impl FnMut(&Block) -> Result<()>,
) -> Result<()> {
    std::thread::scope(|threads| {
        // In here, so that the reader is told when this side stops early.
        let (read, to_use) = sync_channel(BLOCKS);
        let (used, to_read) = sync_channel(BLOCKS);
        threads.spawn(move || read_ahead(blocks, &to_read, &read));
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
    mut blocks: Blocks<R>,
    empty: &Receiver<Block>,
    read: &SyncSender<Result<Block>>,
) {
    for mut block in empty {
        let next = match blocks.read(&mut block) {
            Ok(true) => Ok(block),
            Ok(false) => return,
            Err(error) => Err(error),
        };
        let failed = next.is_err();
        if read.send(next).is_err() || failed {
            return;
        }
    }
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "the shape that map_err wants"
)]
fn not_csv(error: csv::Error) -> Error {
    Error::Unsuitable(format!("cannot read the CSV: {error}"))
}
