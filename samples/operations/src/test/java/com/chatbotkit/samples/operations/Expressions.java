/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package com.chatbotkit.samples.operations;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The queries of the files beside the documentation.
 *
 * @param all the queries, in PromQL
 */
record Expressions(List<String> all) {

	private static final Path FOLDER = Path.of("../../docs/operations");

	static Expressions ofDashboard() throws IOException {
		JsonNode dashboard = JsonMapper.shared().readTree(Files.readString(FOLDER.resolve("grafana-dashboard.json")));
		return new Expressions(dashboard.findValues("expr").stream().map(JsonNode::asString).toList());
	}

	static Expressions ofAlerts() throws IOException {
		Map<String, List<Map<String, List<Map<String, Object>>>>> file = new Yaml()
			.load(Files.readString(FOLDER.resolve("prometheus-alerts.yml")));
		return new Expressions(file.get("groups")
			.stream()
			.flatMap((group) -> group.get("rules").stream())
			.map((rule) -> (String) rule.get("expr"))
			.toList());
	}

}
