"""press-records: scraped German press releases in, validated and grounded records out."""
