//! Choosing the language of one's pages and letters.

use crate::{
    Desk, Refused,
    portal::broken,
    store::{Changes, Expect, Record, Subject},
};

impl Desk<'_> {
    /// Chooses the viewer's language, for pages and for letters.
    ///
    /// # Errors
    /// [`Refused::NotFound`] for one that the definition does not have.
    pub async fn choose_language(&self, locale: &str) -> Result<(), Refused> {
        let known = self.definition().locales.iter().find(|known| *known == locale).ok_or(Refused::NotFound)?;
        let mut tries = self.tries();
        loop {
            let account = self.store.account(self.viewer.account()).await?;
            let mut account = account.ok_or_else(|| broken("a viewer without an account"))?;
            let (made, expect) = (Subject::Account(account.id), Expect::Loaded(account.version));
            account.locale.clone_from(known);
            let mut changes = Changes::new();
            changes.write(Record::Account(account), expect);
            if self.commit(made, changes, &mut tries).await? {
                return Ok(());
            }
        }
    }
}
