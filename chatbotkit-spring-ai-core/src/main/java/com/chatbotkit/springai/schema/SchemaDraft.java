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

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A schema node while it is being lowered. It has the keywords that the dialect supports;
 * everything else is English for the node's description.
 */
final class SchemaDraft {

	/**
	 * The type of a node that accepts only null. Not part of the dialect.
	 */
	static final String NULL = "null";

	/**
	 * The type of a node that accepts nothing. Not part of the dialect.
	 */
	static final String NOTHING = "nothing";

	/**
	 * A JSON type, {@link #NULL}, {@link #NOTHING}, or null for any value.
	 */
	@Nullable String type;

	/**
	 * The name of the definition that the node was read from.
	 */
	@Nullable String name;

	@Nullable String title;

	@Nullable String description;

	boolean nullable;

	/**
	 * The facts that the dialect has no keyword for, in the order of reading.
	 */
	final Set<String> words = new LinkedHashSet<>();

	/**
	 * The keywords with plain values that the dialect supports for the type.
	 */
	final Map<String, JsonNode> keywords = new LinkedHashMap<>();

	@Nullable Map<String, SchemaDraft> properties;

	final Set<String> required = new LinkedHashSet<>();

	/**
	 * The {@code additionalProperties}: {@link #NOTHING} for false, null if not limited.
	 */
	@Nullable SchemaDraft additional;

	@Nullable SchemaDraft items;

	SchemaDraft(@Nullable String type) {
		this.type = type;
	}

	boolean is(String type) {
		return type.equals(this.type);
	}

	boolean isNumeric() {
		return is("number") || is("integer");
	}

	/**
	 * Whether the dialect can express the node only as an empty one.
	 */
	boolean isUntyped() {
		return this.type == null || is(NULL) || is(NOTHING);
	}

	@Nullable String label() {
		return (this.title != null) ? this.title : this.name;
	}

}
