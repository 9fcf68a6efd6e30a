"""The only room that opens a socket: what arXiv, doi.org, GitHub and web pages say, within strict limits."""
