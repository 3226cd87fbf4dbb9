-- A client's lists are read from an index alone: it holds all that a line of a list shows, so that the rows themselves,
-- which lie anywhere and carry the answers, are not fetched. The second one is for lists of what is still open.
drop index portal_request_organisation;
create index portal_request_organisation on portal_request (organisation, activity desc, id desc)
    include (reference, request_type, definition, title, opened_by, owner, status, since, waits_for, ended, due);
create index portal_request_open on portal_request (organisation, activity desc, id desc)
    include (reference, request_type, definition, title, opened_by, owner, status, since, waits_for, ended, due)
    where ended is null;

-- What others did lately in an organisation, newest first.
drop index portal_event_organisation;
create index portal_event_organisation on portal_event (organisation, at desc, id desc);
