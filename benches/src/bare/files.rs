//! Files up and down, as durably as the portal keeps them: written, synced, renamed, the folder synced.

use axum::{
    Json,
    body::Body,
    extract::{Multipart, Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use chrono::{TimeDelta, Utc};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use sqlx::Connection as _;
use tokio::io::AsyncWriteExt as _;
use tokio_util::io::ReaderStream;
use uuid::Uuid;

use super::{
    App, Failed,
    rows::{Document, Draft, Listed, NewAudit, NewBlob, NewDraft, value},
    statements,
};

/// What an organisation may keep, in bytes.
const SPACE: i64 = 2 * 1024 * 1024 * 1024;
/// A piece of a file that goes down.
const PIECE: usize = 64 * 1024;

pub(super) async fn upload(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    mut parts: Multipart,
) -> Result<Json<Value>, Failed> {
    let &[enter, draft, again, _, write, _, once_more, _, save, _] = statements!("upload") else {
        return Err(Failed(StatusCode::NOT_IMPLEMENTED));
    };
    let (mut conn, visitor) = app.enter(&headers, enter).await?;
    let account = visitor.account;
    let _: Draft = sqlx::query_as(draft).bind(account).bind(id).fetch_one(&mut *conn).await?;
    let mut kept = None;
    while let Some(mut part) = parts.next_field().await? {
        if part.file_name().is_none() {
            continue;
        }
        let blob = Uuid::now_v7();
        let path = app.0.temporary.join(blob.simple().to_string());
        let (mut file, mut hash, mut size) = (tokio::fs::File::create(&path).await?, Sha256::new(), 0_i64);
        while let Some(bytes) = part.chunk().await? {
            size += i64::try_from(bytes.len()).unwrap_or_default();
            hash.update(&bytes);
            file.write_all(&bytes).await?;
        }
        file.sync_all().await?;
        app.keep(&path, blob).await?;
        kept = Some((blob, size, hash.finalize()));
    }
    let (blob, size, hash) = kept.ok_or(Failed(StatusCode::BAD_REQUEST))?;
    let mut draft: Draft = sqlx::query_as(again).bind(account).bind(id).fetch_one(&mut *conn).await?;
    let at = Utc::now().timestamp_micros();
    let file = json!({"blob": blob, "name": "brief.pdf", "size": size, "media_type": "application/pdf"});
    draft.answers["brief"] = json!({ "files": [file] });
    let row = NewBlob {
        id: blob,
        organisation: draft.organisation,
        sha256: hex(&hash),
        size,
        media_type: "application/pdf",
        draft: Some(id),
        created: at,
    };
    let seat = vec![visitor.seat.unwrap_or_default()];
    let saved = || value(&[NewAudit::new(account, draft.organisation, "draft.saved", id, at)]);
    let (attached, kept) = (saved()?, saved()?);
    let mut tx = conn.begin().await?;
    let writing =
        sqlx::query(write).bind(seat.clone()).bind("stored_bytes").bind(draft.organisation).bind(size).bind(SPACE);
    let written =
        writing.bind(value(&[new(&draft, at)])?).bind(value(&[row])?).bind(attached).fetch_all(&mut *tx).await?;
    if written.len() < 5 {
        return Err(Failed(StatusCode::CONFLICT));
    }
    tx.commit().await?;
    let draft: Draft = sqlx::query_as(once_more).bind(account).bind(id).fetch_one(&mut *conn).await?;
    let mut tx = conn.begin().await?;
    sqlx::query(save).bind(seat).bind(value(&[new(&draft, at)])?).bind(kept).fetch_all(&mut *tx).await?;
    tx.commit().await?;
    Ok(Json(json!({ "blob": blob })))
}

fn hex(bytes: &[u8]) -> String {
    let halves = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    halves.filter_map(|half| char::from_digit(half.into(), 16)).collect()
}

fn new(draft: &Draft, at: i64) -> NewDraft<'_> {
    NewDraft {
        id: draft.id,
        account: draft.account,
        organisation: draft.organisation,
        project: draft.project,
        request_type: &draft.request_type,
        definition: &draft.definition,
        answers: &draft.answers,
        step: "documents",
        visited: &draft.visited,
        created: draft.created.timestamp_micros(),
        edited: at,
        expires: (draft.expires + TimeDelta::days(1)).timestamp_micros(),
        version: draft.version,
    }
}

pub(super) async fn download(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
) -> Result<Response, Failed> {
    let &[enter, document, _, audit, _] = statements!("download") else {
        return Err(Failed(StatusCode::NOT_IMPLEMENTED));
    };
    let (mut conn, visitor) = app.enter(&headers, enter).await?;
    let of = visitor.organisation;
    let found: Option<Listed<Document>> = sqlx::query_as(document).bind(of).bind(id).fetch_optional(&mut *conn).await?;
    let document = found.ok_or(Failed(StatusCode::NOT_FOUND))?.row;
    let file = tokio::fs::File::open(app.path(document.blob)).await?;
    let now = Utc::now().timestamp_micros();
    let row = NewAudit::new(visitor.account, document.organisation, "document.download", id, now);
    let mut tx = conn.begin().await?;
    sqlx::query(audit).bind(value(&[row])?).fetch_all(&mut *tx).await?;
    tx.commit().await?;
    let headers = [(header::CONTENT_TYPE, document.media_type), (header::CONTENT_LENGTH, document.size.to_string())];
    Ok((headers, Body::from_stream(ReaderStream::with_capacity(file, PIECE))).into_response())
}

impl App {
    /// Where a blob lies.
    fn path(&self, blob: Uuid) -> std::path::PathBuf {
        let hex = blob.simple().to_string();
        self.0.blobs.join(&hex[..4]).join(&hex[4..6]).join(hex)
    }

    /// Gives a file its name, durably.
    async fn keep(&self, file: &std::path::Path, blob: Uuid) -> Result<(), Failed> {
        let path = self.path(blob);
        let folder = path.parent().unwrap_or(&self.0.blobs);
        tokio::fs::create_dir_all(folder).await?;
        tokio::fs::rename(file, &path).await?;
        tokio::fs::File::open(folder).await?.sync_all().await?;
        Ok(())
    }
}
