//! From where a session is used, in words that its person recognises: which browser, on what, and the network address.

/// From where a session was last used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Device {
    /// Browser and system, such as `Firefox, Windows`; empty when neither is known.
    pub browser: String,
    /// The network address as the host trusts it: IPv4 whole, IPv6 its /64. Empty when it is not known.
    pub address: String,
}

/// Longest name that is taken over from a program that is no browser we know, in characters.
const LONGEST_NAME: usize = 24;

/// What browsers call themselves, those first whose name others carry along.
const BROWSERS: [(&str, &str); 11] = [
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Version/", "Safari"),
    ("AppleWebKit/", "Safari"),
];

/// What systems are called, those first whose name others carry along.
const SYSTEMS: [(&str, &str); 8] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
    ("X11", "Linux"),
];

impl Device {
    /// Reads what a browser says of itself (`User-Agent`). Only names we know are kept, and of another program the name
    /// alone: what it says is for a person to recognise, not to be trusted.
    pub fn of(user_agent: &str, address: impl Into<String>) -> Self {
        let known = |names: &[(&str, &'static str)]| {
            names.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name)
        };
        let browser = known(&BROWSERS).map(str::to_owned).or_else(|| program(user_agent));
        let words: Vec<String> = browser.into_iter().chain(known(&SYSTEMS).map(str::to_owned)).collect();
        Self { browser: words.join(", "), address: address.into() }
    }
}

/// The name of a program that is no browser: `curl` of `curl/8.5.0`.
fn program(user_agent: &str) -> Option<String> {
    let name = user_agent.split(['/', ' ']).next()?;
    let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let fits = !name.is_empty() && name.len() <= LONGEST_NAME && name != "Mozilla";
    (plain && fits).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::Device;

    fn browser(user_agent: &str) -> String {
        Device::of(user_agent, "192.0.2.7").browser
    }

    #[test]
    fn a_person_recognises_their_browser() {
        let chrome = "(KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36";
        let windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)";
        assert_eq!(browser(&format!("{windows} Gecko/20100101 Firefox/132.0")), "Firefox, Windows");
        assert_eq!(browser(&format!("{windows} AppleWebKit/537.36 {chrome}")), "Chrome, Windows");
        assert_eq!(browser(&format!("{windows} AppleWebKit/537.36 {chrome} Edg/130.0.0.0")), "Edge, Windows");
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";
        assert_eq!(browser(&format!("{phone} Version/17.5 Mobile/15E148 Safari/604.1")), "Safari, iPhone");
        let mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)";
        assert_eq!(browser(&format!("{mac} Version/17.5 Safari/605.1.15")), "Safari, macOS");
        let android = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36";
        assert_eq!(browser(&format!("{android} {chrome}")), "Chrome, Android");
    }

    #[test]
    fn what_is_no_browser_is_kept_by_its_name_alone_and_nonsense_not_at_all() {
        assert_eq!(browser("curl/8.5.0"), "curl");
        assert_eq!(browser(""), "");
        assert_eq!(browser("<script>alert(1)</script>"), "");
        assert_eq!(browser(&"a".repeat(4000)), "");
        assert_eq!(browser("Mozilla/5.0 (X11; Linux x86_64)"), "Linux");
    }
}
