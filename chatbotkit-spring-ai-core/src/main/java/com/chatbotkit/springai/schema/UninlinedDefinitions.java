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

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;

/**
 * Describes a definition at the references where it is not inlined. It reads each
 * definition once, because thousands of references may lead to it.
 */
final class UninlinedDefinitions {

	private static final int MAX_VALUES_LENGTH = 60;

	private final InliningBudget inlining;

	private final IdentityHashMap<JsonNode, Definition> known = new IdentityHashMap<>();

	UninlinedDefinitions(InliningBudget inlining) {
		this.inlining = inlining;
	}

	/**
	 * Returns a short description instead of the definition that a reference points to.
	 * @param name the name by which the definition is referred to; empty for the root
	 */
	SchemaDraft draft(String name, JsonNode target) {
		Definition definition = this.known.computeIfAbsent(target, Definition::of);
		SchemaDraft draft = copy(
				this.inlining.describes(definition.length) ? definition.described : definition.shortened);
		draft.words.add(definition.words(name));
		return draft;
	}

	private static SchemaDraft copy(SchemaDraft draft) {
		SchemaDraft copy = new SchemaDraft(draft.type);
		copy.description = draft.description;
		copy.title = draft.title;
		copy.nullable = draft.nullable;
		copy.words.addAll(draft.words);
		copy.keywords.putAll(draft.keywords);
		return copy;
	}

	/**
	 * The parts of a definition's description.
	 *
	 * @param described type, description and examples in full
	 * @param shortened the same, shortened
	 * @param length the length of the full annotations
	 * @param values its values, or an empty text
	 * @param properties the names of its properties, or an empty text
	 */
	private record Definition(SchemaDraft described, SchemaDraft shortened, long length, String values,
			String properties) {

		static Definition of(JsonNode target) {
			List<String> types = SchemaTypes.of(target);
			SchemaDraft described = new SchemaDraft((types.size() == 1) ? types.get(0) : null);
			AnnotationKeywords.read(target, described);
			SchemaDraft shortened = copy(described);
			AnnotationKeywords.shorten(shortened);
			List<JsonNode> values = EnumKeywords.values(target).stream().limit(MAX_VALUES_LENGTH).toList();
			Stream<String> names = target.path("properties").properties().stream().map(Map.Entry::getKey);
			return new Definition(described, shortened, AnnotationKeywords.length(described),
					DescriptionWords.shorten(DescriptionWords.values(values), MAX_VALUES_LENGTH),
					DescriptionWords.start(names, DescriptionWords.PHRASE_LENGTH));
		}

		String words(String name) {
			if (!this.values.isEmpty()) {
				return (name.isEmpty() ? "one of: " : "one of the values of " + name + ": ") + this.values;
			}
			String words = name.isEmpty() ? "nested again" : "nested " + name;
			return DescriptionWords.shorten(words + (this.properties.isEmpty() ? "" : " with " + this.properties),
					DescriptionWords.PHRASE_LENGTH);
		}

	}

}
