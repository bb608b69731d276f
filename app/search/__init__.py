"""Words to pages, in both scripts: one index over firms, concepts, articles and glossary."""
