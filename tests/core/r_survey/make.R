# Makes data.csv (invented numbers) and expected.json (what the R package `survey` estimates from them).
# Rscript make.R          writes both into the working directory

suppressPackageStartupMessages(library(survey))
set.seed(20261123)

strata <- 5; psus <- c(6, 8, 5, 7, 4); population_psus <- c(30, 40, 25, 70, 4); per_psu <- 12
rows <- do.call(rbind, lapply(seq_len(strata), function(h) do.call(rbind, lapply(seq_len(psus[h]), function(c)
  data.frame(stratum = h - 1, psu = c - 1, effect = rnorm(1), base = population_psus[h] / psus[h])[rep(1, per_psu), ]))))
n <- nrow(rows)
data <- data.frame(
  stratum = rows$stratum, psu = rows$psu,
  weight = round(rows$base * runif(n, 1, 9), 3),
  unit = sample(0:6, n, TRUE, prob = c(8, 7, 6, 5, 4, 3, 1)),
  sex = rbinom(n, 1, 0.45), age = sample(0:2, n, TRUE),
  y = round(70 + 5 * rows$stratum + 4 * rows$effect + rnorm(n, 0, 9), 4),
  x = round(20 + rexp(n, 1 / 10), 4))
data$satisfied <- as.integer(data$y > 80)
data$y_some <- data$y; data$y_some[sample(n, 25)] <- NA
data$population_psus <- population_psus[data$stratum + 1]
data$population_rows <- population_psus[data$stratum + 1] * 50
data$lonely <- as.integer(data$stratum != 2 | data$psu == 0)   # keeps one cluster of stratum 2
data$population_in_psu <- 12 + 10 * ((data$stratum + data$psu) %% 5)   # of some clusters all 12 were drawn
data <- data[sample(n), ]; row.names(data) <- NULL
write.csv(data, "data.csv", row.names = FALSE, quote = FALSE, na = "")
data <- read.csv("data.csv")   # what others read

found <- list()
keep <- function(name, value, error, ...) found[[name]] <<- list(value = value, error = error, ...)
by <- function(name, formula, design, f, ...) {
  b <- svyby(formula, ~unit, design, f, ...)
  keep(name, b[[2]], as.vector(SE(b)))
}
with_interval <- function(name, estimate, design) {
  keep(name, as.vector(coef(estimate)), as.vector(SE(estimate)), df = degf(design),
       low = confint(estimate, df = degf(design))[1], high = confint(estimate, df = degf(design))[2],
       normal_low = confint(estimate)[1], normal_high = confint(estimate)[2])
}
everything <- function(prefix, design) {
  with_interval(paste0(prefix, " mean"), svymean(~y, design), design)
  with_interval(paste0(prefix, " total"), svytotal(~y, design), design)
  with_interval(paste0(prefix, " proportion"), svymean(~satisfied, design), design)
  with_interval(paste0(prefix, " mean of some"), svymean(~y_some, design, na.rm = TRUE), design)
  r <- svyratio(~y, ~x, design)
  keep(paste0(prefix, " ratio"), as.vector(coef(r)), as.vector(SE(r)))
  by(paste0(prefix, " mean by unit"), ~y, design, svymean)
  by(paste0(prefix, " total by unit"), ~y, design, svytotal)
  by(paste0(prefix, " proportion by unit"), ~satisfied, design, svymean)
  by(paste0(prefix, " mean of some by unit"), ~y_some, design, svymean, na.rm = TRUE)
  b <- svyby(~y, ~unit, design, svyratio, denominator = ~x)
  keep(paste0(prefix, " ratio by unit"), b[[2]], as.vector(SE(b)))
}

simple <- svydesign(id = ~1, strata = ~stratum, weights = ~weight, fpc = ~population_rows, data = data)
clustered <- svydesign(id = ~psu, strata = ~stratum, weights = ~weight, data = data, nest = TRUE)
corrected <- svydesign(id = ~psu, strata = ~stratum, weights = ~weight, fpc = ~population_psus, data = data, nest = TRUE)
everything("simple", simple)
everything("clustered", clustered)
everything("corrected", corrected)

data$row <- seq_len(n)
in_two_stages <- function(rows) svydesign(id = ~psu + row, strata = ~stratum, weights = ~weight, data = rows, nest = TRUE,
                                          fpc = ~population_psus + population_in_psu)
two_stages <- in_two_stages(data)
everything("two stages", two_stages)

effect <- function(name, design, how) {
  of <- function(d) as.vector(deff(svymean(~y, d, deff = how)))
  keep(name, of(design), NULL)
  keep(paste(name, "by unit"), sapply(0:6, function(u) of(subset(design, unit == u))), NULL)
}
effect("effect", clustered, TRUE)
effect("effect with replacement", clustered, "replace")
keep("df by unit", sapply(0:6, function(u) degf(subset(clustered, unit == u))), NULL)

few <- data[data$lonely == 1, ]
for (policy in c("certainty", "adjust")) {
  options(survey.lonely.psu = policy)
  for (fpc in c(FALSE, TRUE)) {
    lonely <- svydesign(id = ~psu, strata = ~stratum, weights = ~weight, data = few, nest = TRUE,
                        fpc = if (fpc) ~population_psus else NULL)
    prefix <- paste("lonely", policy, if (fpc) "corrected" else "clustered")
    keep(paste(prefix, "mean"), as.vector(coef(svymean(~y, lonely))), as.vector(SE(svymean(~y, lonely))))
    keep(paste(prefix, "total"), as.vector(coef(svytotal(~y, lonely))), as.vector(SE(svytotal(~y, lonely))))
    by(paste(prefix, "mean by unit"), ~y, lonely, svymean)
  }
}
alone <- data[!(data$stratum == 0 & data$psu == 0) | cumsum(data$stratum == 0 & data$psu == 0) == 1, ]
for (policy in c("certainty", "adjust")) {   # one cluster of stratum 0 keeps a single row
  options(survey.lonely.psu = policy)
  prefix <- paste("lonely row", policy)
  keep(paste(prefix, "mean"), as.vector(coef(svymean(~y, in_two_stages(alone)))), as.vector(SE(svymean(~y, in_two_stages(alone)))))
  by(paste(prefix, "mean by unit"), ~y, in_two_stages(alone), svymean)
}
options(survey.lonely.psu = "fail")
refused <- tryCatch({svymean(~y, svydesign(id = ~psu, strata = ~stratum, weights = ~weight, data = few, nest = TRUE)); 0},
                    error = function(e) 1)
keep("lonely refused", refused, NULL)

cells <- data.frame(sex = c(0, 1, 0, 1, 0, 1), age = c(0, 0, 1, 1, 2, 2), Freq = c(900, 700, 1100, 800, 850, 950))
sexes <- data.frame(sex = 0:1, Freq = c(2850, 2450)); ages <- data.frame(age = 0:2, Freq = c(1600, 1900, 1800))
calibrated <- function(name, design) {
  keep(paste(name, "weights"), as.vector(weights(design)), NULL)
  everything(name, design)
}
calibrated("post-stratified", postStratify(clustered, ~sex + age, cells))
calibrated("post-stratified corrected", postStratify(corrected, ~sex + age, cells))
calibrated("post-stratified two stages", postStratify(two_stages, ~sex + age, cells))
calibrated("raked", rake(clustered, list(~sex, ~age), list(sexes, ages), control = list(maxit = 200, epsilon = 1e-13)))

quantiles <- expand.grid(p = c(0.9, 0.95, 0.975, 0.995, 0.9995), df = c(1, 2, 3, 4, 5, 9, 10, 29, 30, 100, 101, 5000, 10000, 10001, 1e6))
keep("t quantiles", qt(quantiles$p, quantiles$df), NULL, p = quantiles$p, df = quantiles$df)

json <- function(v) if (is.list(v)) paste0("{", paste0("\"", names(v), "\": ", sapply(v, json), collapse = ", "), "}") else
  if (is.null(v)) "null" else {
    texts <- ifelse(is.na(v), "null", sprintf("%.15g", v))
    if (length(texts) == 1) texts else paste0("[", paste(texts, collapse = ", "), "]")
  }
lines <- sapply(names(found), function(name) paste0("  \"", name, "\": ", json(Filter(Negate(is.null), found[[name]]))))
writeLines(c("{", paste(lines, collapse = ",\n"), "}"), "expected.json")
