//! Tables that people take out as CSV (RFC 4180), for a spreadsheet: no cell of them is a formula, whoever wrote it.

/// What a spreadsheet may take for the beginning of a formula, full-width signs among it.
const BEGINNINGS: [char; 9] = ['=', '+', '-', '@', '\u{2212}', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];

/// A cell that is text to every spreadsheet: where one could take it for a formula, a quote stands before it (SECURITY E01,
/// ASVS 1.2.10). Spaces and control characters before a sign do not hide it.
pub(crate) fn cell(text: &str) -> String {
    let hidden = |letter: char| letter.is_whitespace() || letter.is_control();
    let begins = text.trim_start_matches(hidden).starts_with(BEGINNINGS);
    let controlled = text.starts_with(|letter: char| letter.is_control());
    let text = text.replace('\0', "\u{fffd}");
    if begins || controlled { format!("'{text}") } else { text }
}

/// Rows as bytes of a file.
pub(crate) fn rows<const N: usize>(rows: impl IntoIterator<Item = [String; N]>) -> Result<Vec<u8>, csv::Error> {
    let mut file = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        file.write_record(row.iter().map(|text| cell(text)))?;
    }
    file.into_inner().map_err(|error| csv::Error::from(std::io::Error::other(error.to_string())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn e01_no_cell_begins_like_a_formula() {
        for hostile in ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\r=1", "\u{ff1d}1", "\u{2212}1", "\n", "\0=1"] {
            assert!(cell(hostile).starts_with('\''), "{hostile:?}");
        }
        for plain in ["Claire", "2026-11-30", "192.0.2.1", "", "a=b", "document.download"] {
            assert_eq!(cell(plain), plain);
        }
    }

    #[test]
    fn e02_what_was_written_is_read_again() {
        let row = ["a \"quoted\", word".to_owned(), "two\nlines".to_owned()];
        let bytes = rows([row.clone()]).unwrap();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&bytes[..]);
        let read = reader.records().next().unwrap().unwrap();
        assert_eq!(read.iter().collect::<Vec<_>>(), row);
    }
}
