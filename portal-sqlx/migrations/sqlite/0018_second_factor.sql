-- Only what was confirmed is a second factor: an offer travels in the page that shows it, and is stored nowhere. Nothing
-- was written here before.
drop table portal_factor;
create table portal_factor (
    id blob not null primary key references portal_account (id) on delete cascade,
    secret text not null,
    codes text not null,
    step integer not null,
    since integer not null,
    version integer not null check (version > 0)
) strict;

-- Whether a second factor was proved, or whoever let somebody in answers for it. Of sessions from before nothing is known.
alter table portal_session add column two_step integer not null default 0;
