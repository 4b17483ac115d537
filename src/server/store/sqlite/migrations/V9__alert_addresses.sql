-- To whom a municipality's alerts are sent.
CREATE TABLE alert_addresses (
    municipality TEXT NOT NULL,
    address TEXT NOT NULL,
    PRIMARY KEY (municipality, address)
) STRICT, WITHOUT ROWID;
