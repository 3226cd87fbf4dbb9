//! The tables in `docs/operating.md` that are made from the code. `PORTAL_TEST_WRITE=1` writes them anew.

use std::sync::Mutex;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/operating.md");

/// Fails unless the page has this table between its marks.
pub fn has(mark: &str, table: &str) {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let guard = ONE_AT_A_TIME.lock().unwrap();
    let page = std::fs::read_to_string(PAGE).unwrap();
    let (begin, end) = (format!("<!-- {mark}: made from the code -->\n"), format!("<!-- end of {mark} -->"));
    let (before, rest) = page.split_once(&begin).expect("the mark where the table begins");
    let (written, after) = rest.split_once(&end).expect("the mark where the table ends");
    let good = written == table;
    if std::env::var_os("PORTAL_TEST_WRITE").is_some() {
        std::fs::write(PAGE, format!("{before}{begin}{table}{end}{after}")).unwrap();
        return;
    }
    drop(guard);
    assert!(good, "docs/operating.md should say (PORTAL_TEST_WRITE=1 writes it):\n{table}");
}
