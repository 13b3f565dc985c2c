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

package com.chatbotkit.springai.schema;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import static org.assertj.core.api.Assertions.assertThat;

class RecursiveSchemasTests {

	private final List<JsonNode> visited = new ArrayList<>();

	/**
	 * Each schema is a letter, and what it refers to stands behind it: in {@code ab ba} a
	 * refers to b and b to a.
	 */
	@ParameterizedTest
	@CsvSource({ "a,''", "aa,a", "ab b,''", "ab ba,ab", "ab bc ca,abc", "ab bc cb,bc", "ab bcd c dd,d",
			"abc bd cd d,''", "abc bd cd db,bd", "ab ba cd dc ec,abcd", "abc bb ca,abc", "aab b,a", "ab bc cd dba,abcd",
			"abd bc cb d,bc", "ab bcd cb de ed,bcde" })
	void findsThoseThatReferToThemselves(String references, String recursive) {
		List<String> schemas = List.of(references.split(" "));
		for (List<String> order : List.of(schemas, schemas.stream().sorted((a, b) -> b.compareTo(a)).toList())) {
			List<JsonNode> nodes = nodes(schemas.size());
			RecursiveSchemas found = new RecursiveSchemas((node) -> {
				this.visited.add(node);
				String all = schemas.get(indexOf(nodes, node));
				return all.chars().skip(1).mapToObj((letter) -> nodes.get(letter - 'a')).toList();
			});
			for (String schema : order) {
				assertThat(found.contains(nodes.get(schema.charAt(0) - 'a'))).as(schema)
					.isEqualTo(recursive.indexOf(schema.charAt(0)) >= 0);
			}
			assertThat(this.visited).hasSameSizeAs(nodes);
			this.visited.clear();
		}
	}

	/**
	 * However long the way back is, and however many are asked for.
	 */
	@Test
	void visitsEachSchemaOnce() {
		int size = 100_000;
		List<JsonNode> nodes = nodes(size);
		JsonNode[] next = new JsonNode[size];
		Arrays.setAll(next, (index) -> nodes.get((index + 1) % size));
		int[] at = { 0 };
		RecursiveSchemas found = new RecursiveSchemas((node) -> List.of(next[at[0]++], nodes.get(0)));
		assertThat(nodes).allMatch(found::contains);
		assertThat(at[0]).isEqualTo(size);
	}

	private static List<JsonNode> nodes(int count) {
		Stream<JsonNode> nodes = IntStream.range(0, count).mapToObj((index) -> JsonNodeFactory.instance.objectNode());
		return nodes.toList();
	}

	// Empty nodes are equal to each other.
	private static int indexOf(List<JsonNode> nodes, JsonNode node) {
		return IntStream.range(0, nodes.size()).filter((index) -> nodes.get(index) == node).findFirst().orElseThrow();
	}

}
