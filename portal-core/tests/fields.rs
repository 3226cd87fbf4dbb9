//! Fields of every type and with every key, as the loader understands them.

#[path = "support/folder.rs"]
mod folder;

use portal_core::{
    definition::load,
    form::{Field, FieldType, Requirement, find},
    id::Id,
};

#[test]
fn every_type_and_key_of_a_field_is_understood() {
    let sources = folder::over("base", "fields");
    let sources: Vec<_> = sources.into_iter().filter(|source| source.path != "requests/help.yaml").collect();
    let (definition, warnings) = load(&sources).unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(warnings, []);
    let order = &definition.requests["order"];
    let field = |place: &str| -> &Field { find(order.fields(), place).expect(place).0 };
    let options = |id: &str| field(id).field_type.options().expect("a choice");
    assert_eq!(options("region").listed.len(), 2);
    assert!(options("region").other);
    assert_eq!(options("site").from.as_deref(), Some("organisation.sites"));
    assert!(field("mail").locked && field("mail").seen_by.0.len() == 2);
    assert!(["mail", "where", "trainee"].iter().all(|id| field(id).personal) && !field("items").personal);
    let FieldType::Group(items) = &field("items").field_type else { panic!("a group") };
    assert_eq!((items.min, items.max, items.fields.len()), (1, 10, 5));
    assert!(!field("items.0.line").is_asked() && matches!(field("total").required, Requirement::Never));
    assert_eq!(find(order.fields(), "items.2.parts.0.part").map(|(_, row)| row), Some(Some(0)));
    let FieldType::Slot { of } = &field("time").field_type else { panic!("a slot") };
    assert_eq!(of.values().map(Id::as_str).collect::<Vec<_>>(), ["visit", "call"]);
    assert!(!order.team_fields[0].client_sees && order.team_fields[1].client_sees);
}
