"""Problems and ideas at the moment they occur: 问题登记本."""
