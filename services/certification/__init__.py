"""Certification (认证认可)."""
