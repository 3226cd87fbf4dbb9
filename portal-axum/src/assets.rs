//! Stylesheet, script, accent, icon and logo. Their addresses name their content, so browsers may keep them for ever.

use std::sync::LazyLock;

use axum::{
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use portal_core::definition::Definition;
use sha2::{Digest, Sha256};

use crate::{
    Web,
    brand::{self, Colour},
};

/// For ever: the name says what is in it.
const KEPT: &str = "public, max-age=31536000, immutable";

const STYLE: &str = include_str!("../assets/portal.css");
const SCRIPT: &str = include_str!("../assets/portal.js");
static STYLE_NAME: LazyLock<String> = LazyLock::new(|| format!("portal.{}.css", fingerprint(STYLE)));
static SCRIPT_NAME: LazyLock<String> = LazyLock::new(|| format!("portal.{}.js", fingerprint(SCRIPT)));

/// The file names that a page links below `assets/`.
#[derive(Clone, Debug)]
pub struct Names {
    /// The stylesheet.
    pub style: &'static str,
    /// The script.
    pub script: &'static str,
    /// The accent's stylesheet.
    pub brand: String,
    /// The icon.
    pub icon: String,
}

impl Names {
    /// The names for a portal with this accent.
    pub fn of(accent: Option<&str>) -> Self {
        let accent = accent.and_then(Colour::parse).unwrap_or(brand::ACCENT).digits();
        Self {
            style: &STYLE_NAME,
            script: &SCRIPT_NAME,
            brand: format!("brand.{accent}.css"),
            icon: format!("icon.{accent}.svg"),
        }
    }
}

/// `GET /assets/{file}`
pub async fn asset(Path(Asset { file }): Path<Asset>) -> Response {
    let Some((media_type, body)) = content(&file) else {
        return (StatusCode::NOT_FOUND, "Not found\n").into_response();
    };
    let headers = [(header::CONTENT_TYPE, media_type), (header::CACHE_CONTROL, KEPT)];
    (headers, body).into_response()
}

/// `GET /assets/{file}` of a portal, which may have a logo of its own.
pub(crate) async fn of_portal(State(web): State<Web>, Path(Asset { file }): Path<Asset>) -> Response {
    if !file.starts_with("logo.") {
        return asset(Path(Asset { file })).await;
    }
    let web = web.fresh().await;
    let definition = web.portal().definition();
    let found =
        definition.branding.logo.as_ref().and_then(|path| Some((media_type(path)?, definition.shipped.get(path)?)));
    let Some((media_type, bytes)) = found.filter(|_| logo_name(definition).is_some_and(|name| name == file)) else {
        return (StatusCode::NOT_FOUND, "Not found\n").into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, media_type),
        (header::CACHE_CONTROL, KEPT),
        // A picture may hold scripts: opened by itself it runs none.
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'; sandbox"),
    ];
    (headers, bytes.clone()).into_response()
}

/// The file name of the portal's own logo, which changes with the definition.
pub(crate) fn logo_name(definition: &Definition) -> Option<String> {
    let path = definition.branding.logo.as_ref().filter(|path| definition.shipped.contains_key(*path))?;
    let version = definition.hash.get(..12)?;
    Some(format!("logo.{version}.{}", path.rsplit('.').next()?))
}

fn media_type(path: &str) -> Option<&'static str> {
    match path.rsplit('.').next()? {
        "svg" => Some("image/svg+xml"),
        "png" => Some("image/png"),
        "jpg" | "jpeg" => Some("image/jpeg"),
        "webp" => Some("image/webp"),
        _ => None,
    }
}

/// Which one.
#[derive(serde::Deserialize)]
pub struct Asset {
    file: String,
}

fn content(file: &str) -> Option<(&'static str, String)> {
    if file == *STYLE_NAME {
        return Some(("text/css; charset=utf-8", STYLE.to_owned()));
    }
    if file == *SCRIPT_NAME {
        return Some(("text/javascript; charset=utf-8", SCRIPT.to_owned()));
    }
    match file.split('.').collect::<Vec<_>>()[..] {
        ["brand", accent, "css"] => Some(("text/css; charset=utf-8", brand::stylesheet(Colour::parse(accent)?))),
        ["icon", accent, "svg"] => Some(("image/svg+xml", brand::icon(Colour::parse(accent)?))),
        _ => None,
    }
}

fn fingerprint(content: &str) -> String {
    let digest = Sha256::digest(content);
    let head: [u8; 8] = digest[..8].try_into().expect("a digest has 32 bytes");
    format!("{:012x}", u64::from_be_bytes(head) >> 16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stylesheet_and_the_script_stay_small() {
        assert!(STYLE.len() <= 30_000, "portal.css has {} bytes", STYLE.len());
        assert!(SCRIPT.len() <= 10_000, "portal.js has {} bytes", SCRIPT.len());
    }
}
