//! Words in the shipped languages: Fluent bundles made from `.ftl` sources, the host's before ours.
