//! What the team sees of the definition in force: since when it is, what it warns of, and why a change of it was refused.

use std::sync::Arc;

use super::{Definition, Faults};
use crate::{Desk, Refused, identity::Permission, portal::RefusedChange, store::DefinitionVersion};

/// The definition in force with all its page needs.
#[derive(Clone, Debug)]
pub struct DefinitionView {
    /// The stored version.
    pub version: DefinitionVersion,
    /// What it says.
    pub definition: Arc<Definition>,
    /// What it warns of, by the checks of this program. A version that an older program stored may have what is a fault
    /// today.
    pub lints: Faults,
    /// The last change of the folder, if it was not put in force.
    pub refused: Option<Arc<RefusedChange>>,
}

impl Desk<'_> {
    /// The definition in force.
    ///
    /// # Errors
    /// [`Refused::Forbidden`] for whoever may not publish.
    pub async fn definition_in_force(&self) -> Result<DefinitionView, Refused> {
        self.may_publish()?;
        let definition = self.portal.definition().clone();
        let version = self.store.definition(&definition.hash).await?.ok_or(Refused::NotFound)?;
        let lints = match super::check_with(&version.sources(), self.parts().renderers) {
            Ok((_, lints)) | Err(lints) => lints,
        };
        Ok(DefinitionView { version, definition, lints, refused: self.portal.refused_change() })
    }

    /// Refuses unless the viewer may publish definitions.
    ///
    /// # Errors
    /// [`Refused::Forbidden`].
    pub fn may_publish(&self) -> Result<(), Refused> {
        let nothing = self.viewer.scope(Permission::DefinitionPublish).is_nothing();
        if nothing { Err(Refused::Forbidden) } else { Ok(()) }
    }
}
