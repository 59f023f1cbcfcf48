"""What stands around the code: licences of what it is built on (`make licences`) and known holes (`make audit`)."""
