-- What secrets look like at rest. Nothing is changed: comments only.

comment on table integration_configs is
  'Connections to other systems. The ingestion writes and reads one row (type other) for each API key that a workspace has of its own: secret set.';
comment on column integration_configs.config_encrypted_json is
  'Ciphertext at rest: an object of name to sealed text, v1|key id|iv|ciphertext. AES-256-GCM, iv (96 bits) and ciphertext with its tag (128 bits) in base64url without padding; the additional data is tenant id, a line feed, name. What is named like a setting (ingest.…) never stands here in plain, and verify looks.';
comment on column tenants.metadata_encrypted is
  'Ciphertext at rest: an object of name to sealed text, as in integration_configs.config_encrypted_json.';
comment on column audit_logs.action is 'ingest.run (a run has ended), ingest.retry, ingest.purge, ingest.stop, ingest.abandon, ingest.drop_old_vectors, ingest.set_secret, ingest.remove_secret, ingest.rotate_secrets, ingest.model (a reference got its model), ingest.settings (a run''s settings are not those of the run before); other actions are the application''s. ingest.reembed, of earlier versions, tells what ingest.model does.';
