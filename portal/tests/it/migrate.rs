//! A host that migrates in a step of its own.

use crate::support::{Post, World, definition_folder};
use portal::{Problem, builder, files::Disk, store::SqlxStore};

on_both!(without_migrating_old_tables_are_a_problem_with_its_remedy, world, {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("empty.db").display());
    for (store, current) in [(SqlxStore::open(&url).await.unwrap(), false), (world.store.clone(), true)] {
        let built = builder(store)
            .secret_key([7; 32])
            .definitions(definition_folder())
            .base_url("https://novaterm.example/portal")
            .files(Disk::open(folder.path().join("files")).unwrap())
            .mail(Post::default())
            .without_migrating()
            .build()
            .await;
        match built {
            Ok(_) => assert!(current),
            Err(error) => {
                assert!(!current && matches!(error.problems[..], [Problem::Tables(_)]), "{error}");
                assert!(error.to_string().contains("migrate them first (missing: 0001 portal"), "{error}");
            }
        }
    }
});
