//! The shipped definition loads without a fault, and no damage to it makes the loader panic.

#[path = "support/folder.rs"]
mod folder;

use portal_core::definition::{Recipient, demo, load};

#[test]
fn the_shipped_folder_has_no_fault_and_no_warning() {
    let sources = folder::shipped();
    let (definition, warnings) = load(&sources).unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(warnings, []);
    let quote = &definition.requests["quote"];
    assert_eq!(quote.start().as_str(), "received");
    let statuses: Vec<&str> = quote.statuses.keys().map(|id| id.as_str()).collect();
    assert_eq!(statuses, ["received", "processing", "missing", "proposal", "completed", "refused", "withdrawn"]);
    assert_eq!(definition.rules["quote_declined"].to, [Recipient::Role("team_admin".into())]);
    let demo = demo(&sources).unwrap().unwrap();
    assert_eq!((demo.organisations.len(), demo.people.len()), (2, 5));
}
