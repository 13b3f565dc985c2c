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

package com.chatbotkit.springai.server;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import com.chatbotkit.springai.server.json.JsonStrings;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.NumericNode;
import tools.jackson.databind.node.ValueNode;

/**
 * Parses and prints JSON as JavaScript does: every number is a double, and keys that look
 * like array indexes come first.
 */
final class JavaScriptJson {

	// Recursive methods need a stack frame for each level.
	private static final int MAX_DEPTH = 3000;

	private static final int MAX_NAME_LENGTH = 1_048_576;

	private static final Pattern INDEX = Pattern.compile("0|[1-9]\\d{0,9}");

	private static final long MAX_INDEX = 4294967294L;

	private static final JsonMapper MAPPER = JsonMapper
		.builder(JsonFactory.builder()
			.streamReadConstraints(
					StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).maxNameLength(MAX_NAME_LENGTH).build())
			.build())
		.nodeFactory(new DoublesOnly())
		.build();

	private JavaScriptJson() {
	}

	/**
	 * Parses one JSON document.
	 * @throws tools.jackson.core.JacksonException if the text is anything else
	 */
	static JsonNode parse(String text) {
		JsonNode node = MAPPER.readTree(text);
		if (node.isMissingNode()) {
			throw new EmptyDocumentException();
		}
		return node;
	}

	static JsonNode number(double value) {
		return MAPPER.getNodeFactory().numberNode(value);
	}

	static String stringify(JsonNode node) {
		StringBuilder out = new StringBuilder();
		write(node, out);
		return out.toString();
	}

	private static void write(JsonNode node, StringBuilder out) {
		if (node.isString()) {
			JsonStrings.quote(node.stringValue(), out);
		}
		else if (node.isNumber()) {
			double value = node.doubleValue();
			out.append(Double.isFinite(value) ? JavaScriptNumbers.toText(value) : "null");
		}
		else if (node.isObject()) {
			writeObject(node, out);
		}
		else if (node.isArray()) {
			out.append('[');
			for (int i = 0; i < node.size(); i++) {
				out.append((i > 0) ? "," : "");
				write(node.get(i), out);
			}
			out.append(']');
		}
		else {
			out.append(node.isBoolean() ? node.booleanValue() : "null");
		}
	}

	private static void writeObject(JsonNode node, StringBuilder out) {
		out.append('{');
		String separator = "";
		for (Map.Entry<String, JsonNode> property : inOrder(node)) {
			out.append(separator);
			JsonStrings.quote(property.getKey(), out);
			out.append(':');
			write(property.getValue(), out);
			separator = ",";
		}
		out.append('}');
	}

	private static List<Map.Entry<String, JsonNode>> inOrder(JsonNode node) {
		List<Map.Entry<String, JsonNode>> properties = new ArrayList<>(node.properties());
		properties.sort(Comparator.comparingLong((property) -> index(property.getKey())));
		return properties;
	}

	private static long index(String key) {
		long index = INDEX.matcher(key).matches() ? Long.parseLong(key) : Long.MAX_VALUE;
		return (index <= MAX_INDEX) ? index : Long.MAX_VALUE;
	}

	private static final class EmptyDocumentException extends tools.jackson.core.JacksonException {

		private static final long serialVersionUID = 1L;

		private EmptyDocumentException() {
			super("No JSON value");
		}

	}

	private static final class DoublesOnly extends JsonNodeFactory {

		private static final long serialVersionUID = 1L;

		@Override
		public NumericNode numberNode(long value) {
			return numberNode((double) value);
		}

		@Override
		public ValueNode numberNode(BigInteger value) {
			return numberNode(value.doubleValue());
		}

		@Override
		public NumericNode numberNode(double value) {
			boolean whole = value == Math.rint(value) && JavaScriptNumbers.isSafe(value);
			return whole ? LongNode.valueOf((long) value) : DoubleNode.valueOf(value);
		}

	}

}
