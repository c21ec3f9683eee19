.DEFAULT_GOAL := help
.PHONY: help run demo test bench lint clean
python := .venv/bin/python

help: ## hiện các lệnh này
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 14

run: ## cài những gì còn thiếu rồi mở chương trình
	@installer/bootstrap.sh run
	@.venv/bin/motcua

demo: ## một buổi sáng ở phường mẫu, không cần màn hình; kết quả trong build/demo
	@installer/bootstrap.sh run
	@.venv/bin/motcua demo --out build/demo

test: lint ## kiểm tra toàn bộ, trên SQLite và trên Postgres thật
	@$(python) -m pytest --require-postgres

bench: ## đo tốc độ so với mức tối thiểu có thể đạt trên máy này
	@installer/bootstrap.sh test
	@$(python) -m tests.benchmarks

lint: ## soát mã nguồn: ruff và mypy
	@installer/bootstrap.sh test
	@$(python) -m ruff check --quiet
	@$(python) -m ruff format --quiet --check
	@$(python) -m mypy --no-error-summary

clean: ## xoá những gì các lệnh trên đã tạo ra
	rm -rf build .venv *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
