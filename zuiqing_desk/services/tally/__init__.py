"""The service statistics: 服务统计本."""
