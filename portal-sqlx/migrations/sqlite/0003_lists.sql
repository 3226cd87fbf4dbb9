-- A client's lists of what is still open, and what others did lately in an organisation, newest first. SQLite has no
-- columns beside the key in an index.
create index portal_request_open on portal_request (organisation, activity desc, id desc) where ended is null;
drop index portal_event_organisation;
create index portal_event_organisation on portal_event (organisation, at desc, id desc);
