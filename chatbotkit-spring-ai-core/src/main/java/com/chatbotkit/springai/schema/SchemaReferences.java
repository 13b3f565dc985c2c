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

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Resolves each {@code $ref} within its document.
 *
 * @see <a href="https://json-schema.org/draft/2020-12/json-schema-core#section-8">JSON
 * Schema: identifiers and references</a>
 */
final class SchemaReferences {

	static final List<String> DEFINITIONS = List.of("$defs", "definitions");

	static final List<String> KEYWORDS = List.of("$ref", "$dynamicRef", "$recursiveRef");

	private final JsonNode root;

	private @Nullable Map<String, JsonNode> named;

	SchemaReferences(JsonNode root) {
		this.root = root;
	}

	/**
	 * Returns the schema that a reference points to, or null if it is not in this
	 * document.
	 * @param parents the schemas that contain the reference, the outermost first
	 */
	@Nullable JsonNode resolve(String reference, List<? extends JsonNode> parents) {
		int hash = reference.indexOf('#');
		String document = (hash < 0) ? reference : reference.substring(0, hash);
		String fragment = (hash < 0) ? "" : reference.substring(hash + 1);
		if (!document.isEmpty()) {
			JsonNode base = named().get(document);
			return (base != null) ? schema(within(base, fragment)) : null;
		}
		for (int i = parents.size() - 1; i > 0; i--) {
			JsonNode target = isDocument(parents.get(i)) ? schema(within(parents.get(i), fragment)) : null;
			if (target != null) {
				return target;
			}
		}
		JsonNode target = schema(within(this.root, fragment));
		for (int i = 1; i < parents.size() && target == null; i++) {
			// A schema that was embedded unchanged: its JSON pointers start at its own
			// root.
			target = fragment.startsWith("/") ? schema(step(parents.get(i), fragment)) : null;
		}
		return target;
	}

	// A schema that was a separate document resolves references within itself.
	private static boolean isDocument(JsonNode schema) {
		return schema.path("$id").isString() || schema.path("$schema").isString();
	}

	private static @Nullable JsonNode schema(@Nullable JsonNode node) {
		return (node != null && (node.isObject() || node.isBoolean())) ? node : null;
	}

	/**
	 * Returns the last step of a reference as a readable name, or an empty text for the
	 * document itself.
	 */
	static String name(String reference) {
		String path = reference.substring(reference.indexOf('#') + 1);
		return unescape(decode(path.substring(path.lastIndexOf('/') + 1)));
	}

	private @Nullable JsonNode within(JsonNode base, String fragment) {
		if (fragment.isEmpty()) {
			return base;
		}
		JsonNode found = fragment.startsWith("/") ? step(base, fragment) : named().get("#" + decode(fragment));
		if (found == null
				&& DEFINITIONS.stream().anyMatch((keyword) -> fragment.matches("/\\Q" + keyword + "\\E/[^/]+"))) {
			// A schema that was embedded unchanged brought its definitions with it.
			return named().get("/" + name(fragment));
		}
		return found;
	}

	private static @Nullable JsonNode step(JsonNode base, String pointer) {
		JsonNode node = base;
		for (String step : pointer.substring(1).split("/", -1)) {
			JsonNode next = child(node, unescape(step));
			node = (next != null) ? next : child(node, unescape(decode(step)));
			if (node == null) {
				return null;
			}
		}
		return node;
	}

	private static @Nullable JsonNode child(JsonNode node, String step) {
		if (node.isArray()) {
			return step.matches("\\d{1,6}") ? node.get(Integer.parseInt(step)) : null;
		}
		return node.get(step);
	}

	private Map<String, JsonNode> named() {
		if (this.named == null) {
			this.named = new HashMap<>();
			collect(this.root, this.named);
		}
		return this.named;
	}

	private static void collect(JsonNode node, Map<String, JsonNode> names) {
		if (node.path("$id").isString()) {
			names.putIfAbsent(node.path("$id").stringValue().replaceFirst("#$", ""), node);
		}
		for (String keyword : List.of("$anchor", "$dynamicAnchor")) {
			if (node.path(keyword).isString()) {
				names.putIfAbsent("#" + node.path(keyword).stringValue(), node);
			}
		}
		for (String keyword : DEFINITIONS) {
			node.path(keyword)
				.properties()
				.forEach((entry) -> names.putIfAbsent("/" + entry.getKey(), entry.getValue()));
		}
		node.forEach((child) -> collect(child, names));
	}

	private static String unescape(String step) {
		return step.replace("~1", "/").replace("~0", "~");
	}

	// Generators write names such as "Map(String,100%)" both escaped and unescaped.
	private static String decode(String text) {
		try {
			return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return text;
		}
	}

}
