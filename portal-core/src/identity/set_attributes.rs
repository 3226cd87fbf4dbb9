//! What is known of a client company beside its name, set by a program: the host's own, or the demo.

use crate::{
    Portal, Refused,
    audit::Action,
    form::{Answers, FieldType, Value},
    id::{Id, OrganisationId},
    refused::Missing,
    store::{Changes, Expect, Record},
};

impl Portal {
    /// Replaces the attributes of an organisation, those that `attributes.organisation` of `portal.yaml` names. Conditions
    /// know them as `organisation.ATTRIBUTE`.
    ///
    /// # Errors
    /// [`Refused::Missing`] when one of them is no attribute, or its value not of the attribute's type;
    /// [`Refused::Stale`] when the organisation was changed meanwhile.
    pub async fn set_attributes(&self, id: OrganisationId, attributes: Answers) -> Result<(), Refused> {
        let known = &self.definition().attributes.organisation;
        let fits = |(name, value): (&Id, &Value)| {
            known.get(name).is_some_and(|attribute| is_of(&attribute.field.field_type, value))
        };
        if !attributes.iter().all(fits) {
            return Err(Refused::Missing(Missing::Text("attributes")));
        }
        let store = &self.parts().store;
        let mut organisation = store.organisations(&[id]).await?.pop().ok_or(Refused::NotFound)?;
        let loaded = organisation.version;
        organisation.attributes = attributes;
        let mut changes = Changes::new();
        changes.write(Record::Organisation(organisation), Expect::Loaded(loaded));
        changes.audit(self.entry(Action::OrganisationChanged).of(id).on(id.0));
        Ok(store.commit(&changes).await?)
    }
}

/// Whether a value is one of a type.
pub(crate) fn is_of(field: &FieldType, value: &Value) -> bool {
    use FieldType::{
        Address, Choice, Choices, Confirm, Date, DateTime, Decimal, Email, Integer, List, LongText, Money, Person,
        Phone, Text, Url, YesNo,
    };
    match value {
        Value::Text(_) => matches!(field, Text { .. } | LongText { .. } | Email | Phone | Url | Choice(_)),
        Value::Number(_) => matches!(field, Integer { .. } | Decimal { .. } | Money { .. }),
        Value::Date(_) => matches!(field, Date { .. }),
        Value::Time(_) => matches!(field, DateTime { .. }),
        Value::Address(_) => matches!(field, Address),
        Value::Bool(_) => matches!(field, YesNo | Confirm),
        Value::List(_) => matches!(field, List | Choices(_)),
        Value::Person(_) => matches!(field, Person { .. }),
        _ => false,
    }
}
