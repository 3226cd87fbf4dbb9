//! Changing one's own name.

use super::invite::fault_of_name;
use crate::{
    Desk, Refused,
    form::one_line,
    portal::broken,
    store::{Changes, Expect, Record, Subject},
};

impl Desk<'_> {
    /// Changes the viewer's name, as others see it from now on.
    ///
    /// # Errors
    /// [`Refused::Answers`] for one that is missing or too long.
    pub async fn rename(&self, name: &str) -> Result<(), Refused> {
        let name = one_line(name);
        if let Some(fault) = fault_of_name(&name) {
            return Err(Refused::Answers(vec![fault]));
        }
        let mut tries = self.tries();
        loop {
            let account = self.store.account(self.viewer.account()).await?;
            let mut account = account.ok_or_else(|| broken("a viewer without an account"))?;
            let (made, expect) = (Subject::Account(account.id), Expect::Loaded(account.version));
            account.name.clone_from(&name);
            let mut changes = Changes::new();
            changes.write(Record::Account(account), expect);
            if self.commit(made, changes, &mut tries).await? {
                return Ok(());
            }
        }
    }
}
