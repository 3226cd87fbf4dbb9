//! The library: finding and downloading documents. Every download is in the audit log.

use super::Document;
use crate::{
    Desk, Refused,
    audit::Action,
    files::{ByteStream, FilesError},
    id::DocumentId,
    store::{Changes, Cursor, Page, Summary},
};

/// A document with its bytes.
pub struct Download {
    /// The document.
    pub document: Document,
    /// Its bytes.
    pub bytes: ByteStream<'static>,
}

impl std::fmt::Debug for Download {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Download").field("document", &self.document.id).finish_non_exhaustive()
    }
}

impl Desk<'_> {
    /// A page of the documents that the viewer sees, newest first, at most 50; `text` is looked for in titles.
    pub async fn documents(
        &self,
        text: Option<&str>,
        after: Option<&Cursor>,
    ) -> Result<Page<(Document, Summary)>, Refused> {
        self.documents_of(text, after, 50).await
    }

    /// A page of the documents that the viewer sees, at most so many.
    pub async fn documents_of(
        &self,
        text: Option<&str>,
        after: Option<&Cursor>,
        at_most: u16,
    ) -> Result<Page<(Document, Summary)>, Refused> {
        Ok(self.store.documents(&self.reads(), text, after, at_most).await?)
    }

    /// A document with its request.
    ///
    /// # Errors
    /// [`Refused::NotFound`] when the viewer does not see it.
    pub async fn document(&self, id: DocumentId) -> Result<(Document, Summary), Refused> {
        self.store.document(&self.reads(), id).await?.ok_or(Refused::NotFound)
    }

    /// Opens a document for download.
    ///
    /// # Errors
    /// [`Refused::NotFound`] when the viewer does not see it.
    pub async fn download(&self, id: DocumentId) -> Result<Download, Refused> {
        let (document, _) = self.document(id).await?;
        let bytes = self.parts().files.get(document.file.blob).await.map_err(|error| match error {
            FilesError::Missing => Refused::Broken(Box::new(error)),
            other => Refused::Unavailable(Box::new(other)),
        })?;
        let mut changes = Changes::new();
        changes.audit(self.entry(Action::DocumentDownload).of(document.organisation).on(id.0));
        self.store.commit(&changes).await?;
        Ok(Download { document, bytes })
    }
}
