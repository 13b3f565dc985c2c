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

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

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

	private final IdentityHashMap<JsonNode, JsonNode> parents = new IdentityHashMap<>();

	private @Nullable Map<String, JsonNode> named;

	SchemaReferences(JsonNode root) {
		this.root = root;
	}

	/**
	 * Returns the schema that a schema's reference points to, or null if it has none or
	 * it is not in this document.
	 * @param keyword one of {@link #KEYWORDS}
	 */
	@Nullable JsonNode target(JsonNode schema, String keyword) {
		JsonNode reference = schema.path(keyword);
		return reference.isString() ? resolve(reference.stringValue(), schema) : null;
	}

	private @Nullable JsonNode resolve(String reference, JsonNode schema) {
		int hash = reference.indexOf('#');
		String document = (hash < 0) ? reference : reference.substring(0, hash);
		String fragment = (hash < 0) ? "" : reference.substring(hash + 1);
		Map<String, JsonNode> names = named();
		List<JsonNode> around = around(schema);
		if (!document.isEmpty()) {
			JsonNode base = names.get(document);
			base = (base != null) ? base : names.get(absolute(document, around));
			return (base != null) ? within(base, fragment) : null;
		}
		JsonNode target = around.stream()
			.filter(SchemaReferences::isDocument)
			.map((base) -> within(base, fragment))
			.filter(Objects::nonNull)
			.findFirst()
			.orElseGet(() -> within(this.root, fragment));
		if (target != null) {
			return target;
		}
		// A schema that was embedded unchanged: its JSON pointers start at its own root.
		for (JsonNode base : fragment.startsWith("/") ? around : List.<JsonNode>of()) {
			target = within(base, fragment);
			if (target != null) {
				return target;
			}
		}
		// Its definitions may have been moved.
		return DEFINITIONS.stream().anyMatch((keyword) -> fragment.matches("/\\Q" + keyword + "\\E/[^/]+"))
				? schema(names.get("/" + name(fragment))) : null;
	}

	// The schema and those that contain it, the innermost first, without the root.
	private List<JsonNode> around(JsonNode schema) {
		List<JsonNode> around = new ArrayList<>();
		JsonNode node = schema;
		for (JsonNode parent = this.parents.get(node); parent != null; parent = this.parents.get(node)) {
			around.add(node);
			node = parent;
		}
		return around;
	}

	private String absolute(String document, List<JsonNode> around) {
		String absolute = document;
		for (JsonNode base : around) {
			absolute = resolved(id(base), absolute);
		}
		return resolved(id(this.root), absolute);
	}

	private static String resolved(String base, String reference) {
		try {
			return URI.create(base).resolve(reference).toString();
		}
		catch (IllegalArgumentException ex) {
			return reference;
		}
	}

	// Until draft 4, the keyword was "id".
	private static String id(JsonNode schema) {
		JsonNode value = schema.path(schema.path("$id").isString() ? "$id" : "id");
		String id = value.isString() ? value.stringValue() : "";
		return id.endsWith("#") ? id.substring(0, id.length() - 1) : id;
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
		return schema(fragment.startsWith("/") ? step(base, fragment) : named().get("#" + decode(fragment)));
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
			collect(this.root, "", this.named);
		}
		return this.named;
	}

	private void collect(JsonNode node, String base, Map<String, JsonNode> names) {
		String id = id(node);
		String absolute = id.isEmpty() ? base : resolved(base, id);
		if (!id.isEmpty()) {
			names.putIfAbsent(id, node);
			names.putIfAbsent(absolute, node);
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
		node.forEach((child) -> {
			if (child.isContainer()) {
				this.parents.put(child, node);
				collect(child, absolute, names);
			}
		});
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
