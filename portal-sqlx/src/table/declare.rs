//! How a table is declared: one list of columns becomes a row and the statements of both databases.

/// The columns of a statement's JSON value as Postgres reads them.
macro_rules! postgres_type {
    (time) => {
        "bigint"
    };
    (int) => {
        "bigint"
    };
    (bytes) => {
        "text"
    };
    (bool) => {
        "boolean"
    };
    (uuid) => {
        "uuid"
    };
    (text) => {
        "text"
    };
    (json) => {
        "json"
    };
    (jsonb) => {
        "jsonb"
    };
}

/// A column's value on Postgres.
macro_rules! postgres_value {
    (time $column:ident) => {
        concat!("timestamptz 'epoch' + r.", stringify!($column), " * interval '1 microsecond'")
    };
    (bytes $column:ident) => {
        concat!("decode(r.", stringify!($column), ", 'hex')")
    };
    ($kind:ident $column:ident) => {
        concat!("r.", stringify!($column))
    };
}

/// A column's value on SQLite.
macro_rules! sqlite_value {
    (uuid $column:ident) => {
        concat!("unhex(r.value ->> '", stringify!($column), "', '-')")
    };
    (bytes $column:ident) => {
        concat!("unhex(r.value ->> '", stringify!($column), "')")
    };
    (json $column:ident) => {
        concat!("r.value -> '", stringify!($column), "'")
    };
    (jsonb $column:ident) => {
        concat!("r.value -> '", stringify!($column), "'")
    };
    ($kind:ident $column:ident) => {
        concat!("r.value ->> '", stringify!($column), "'")
    };
}

/// Declares a row and its table. The first column is the key that writes report. A table that is `versioned` has a
/// version besides, which is 1 in new rows and counts up with each update of the row that still has the expected one.
macro_rules! table {
    (@sql $table:literal, $conflict:literal, $key:ident $key_kind:ident, [$($column:ident $kind:ident),*],
     $version:literal, $first:literal) => {
        $crate::query::Sql {
            postgres: concat!(
                "insert into ", $table, " (", stringify!($key), $(", ", stringify!($column),)* $version,
                ") select ", postgres_value!($key_kind $key), $(", ", postgres_value!($kind $column),)* $first,
                " from json_to_recordset($1::json) as r(", stringify!($key), " ", postgres_type!($key_kind),
                $(", ", stringify!($column), " ", postgres_type!($kind),)* ") on conflict ", $conflict,
                " returning ", stringify!($key)
            ),
            sqlite: concat!(
                "insert into ", $table, " (", stringify!($key), $(", ", stringify!($column),)* $version,
                ") select ", sqlite_value!($key_kind $key), $(", ", sqlite_value!($kind $column),)* $first,
                " from json_each($1) as r where true on conflict ", $conflict, " returning ", stringify!($key)
            ),
        }
    };
    (
        $(#[$doc:meta])*
        $row:ident = $table:literal, on conflict $conflict:literal, versioned {
            $key:ident: $key_type:ty as $key_kind:ident,
            $($column:ident: $type:ty as $kind:ident,)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Debug, serde::Serialize, sqlx::FromRow)]
        pub(crate) struct $row {
            pub(crate) $key: $key_type,
            $(pub(crate) $column: $type,)*
            pub(crate) version: i64,
        }

        impl $row {
            /// The columns, each with its table.
            pub(crate) const COLUMNS: &'static str = concat!(
                $table, ".", stringify!($key), $(", ", $table, ".", stringify!($column),)* ", ", $table, ".version"
            );
        }

        impl $crate::table::Versioned for $row {
            fn key(&self) -> uuid::Uuid {
                self.$key
            }

            fn expect(&mut self, version: portal_core::id::Version) {
                self.version = version.0;
            }
        }

        impl $crate::table::Stored for $row {
            const TABLE: $crate::table::Table = $crate::table::Table {
                name: $table,
                insert: table!(@sql $table, $conflict, $key $key_kind, [$($column $kind),*], ", version", ", 1"),
                update: Some($crate::query::Sql {
                    postgres: concat!(
                        "update ", $table, " set version = ", $table, ".version + 1",
                        $(", ", stringify!($column), " = ", postgres_value!($kind $column),)*
                        " from json_to_recordset($1::json) as r(", stringify!($key), " ", postgres_type!($key_kind),
                        $(", ", stringify!($column), " ", postgres_type!($kind),)* ", version bigint) where ",
                        $table, ".", stringify!($key), " = r.", stringify!($key), " and ", $table,
                        ".version = r.version returning ", $table, ".", stringify!($key)
                    ),
                    sqlite: concat!(
                        "update ", $table, " set version = ", $table, ".version + 1",
                        $(", ", stringify!($column), " = ", sqlite_value!($kind $column),)*
                        " from json_each($1) as r where ", $table, ".", stringify!($key), " = ",
                        sqlite_value!($key_kind $key), " and ", $table, ".version = r.value ->> 'version' returning ",
                        stringify!($key)
                    ),
                }),
            };
        }
    };
    (
        $(#[$doc:meta])*
        $row:ident = $table:literal, on conflict $conflict:literal {
            $key:ident: $key_type:ty as $key_kind:ident,
            $($column:ident: $type:ty as $kind:ident,)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Debug, serde::Serialize, sqlx::FromRow)]
        pub(crate) struct $row {
            pub(crate) $key: $key_type,
            $(pub(crate) $column: $type,)*
        }

        impl $row {
            /// The columns, each with its table.
            #[allow(dead_code, reason = "some tables are only written")]
            pub(crate) const COLUMNS: &'static str =
                concat!($table, ".", stringify!($key), $(", ", $table, ".", stringify!($column),)*);
        }

        impl $crate::table::Stored for $row {
            const TABLE: $crate::table::Table = $crate::table::Table {
                name: $table,
                insert: table!(@sql $table, $conflict, $key $key_kind, [$($column $kind),*], "", ""),
                update: None,
            };
        }
    };
}
