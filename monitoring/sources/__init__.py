"""Where batches of rows come from: files, folders and object stores, read with bounded memory."""
