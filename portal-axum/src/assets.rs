//! Stylesheet, script, accent and icon. Their addresses name their content, so browsers may keep them for ever.

use std::sync::LazyLock;

use axum::{
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use sha2::{Digest, Sha256};

use crate::brand::{self, Colour};

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
    let headers = [(header::CONTENT_TYPE, media_type), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
    (headers, body).into_response()
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
