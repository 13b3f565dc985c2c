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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Merges alternatives, as of {@code anyOf}, into one node and describes each of them.
 * <p>
 * Alternatives of different types become one type: an array rather than its item, an
 * object rather than a string, a string rather than a number, because a number can be
 * written as a string. {@link ArgumentTypes} converts it back.
 */
final class SchemaUnion {

	private static final List<String> PREFERENCE = List.of("array", "object", "string", "number", "integer", "boolean");

	// All but one of string, number, boolean, array and object: practically any value.
	private static final int MIN_KINDS_FOR_ANY_VALUE = 4;

	private SchemaUnion() {
	}

	/**
	 * Merges at least one branch into a draft that allows what any of them allows.
	 */
	static SchemaDraft of(List<SchemaDraft> branches) {
		List<SchemaDraft> values = branches.stream()
			.filter((branch) -> !branch.is(SchemaDraft.NULL) && !branch.is(SchemaDraft.NOTHING))
			.toList();
		boolean nullable = branches.stream().anyMatch((branch) -> branch.nullable || branch.is(SchemaDraft.NULL));
		if (values.isEmpty()) {
			return nothing(branches, nullable);
		}
		SchemaDraft union = (values.size() == 1) ? values.get(0) : joined(values);
		union.nullable |= nullable;
		branches.stream().filter((branch) -> branch.is(SchemaDraft.NULL)).forEach((branch) -> {
			String words = SchemaDescriber.whole(branch);
			if (!words.equals("null")) {
				union.words.add(words);
			}
		});
		return union;
	}

	private static SchemaDraft nothing(List<SchemaDraft> branches, boolean nullable) {
		SchemaDraft nothing = new SchemaDraft(nullable ? SchemaDraft.NULL : SchemaDraft.NOTHING);
		branches.forEach((branch) -> {
			if (nothing.description == null) {
				nothing.description = branch.description;
			}
			else if (branch.description != null && !branch.description.equals(nothing.description)) {
				nothing.words.add(branch.description);
			}
			nothing.words.addAll(branch.words);
		});
		return nothing;
	}

	private static SchemaDraft joined(List<SchemaDraft> branches) {
		Set<String> kinds = branches.stream().map(SchemaUnion::kind).collect(Collectors.toSet());
		boolean anything = kinds.contains("") || kinds.size() >= MIN_KINDS_FOR_ANY_VALUE;
		SchemaDraft union = anything ? new SchemaDraft(null) : preferred(branches, kinds.size() == 1);
		String phrases = SchemaDescriber.distinct(branches,
				(branch) -> isShown(branch, union) ? SchemaDescriber.of(branch) : SchemaDescriber.whole(branch));
		if (phrases.isEmpty()) {
			union.title = branches.get(0).title;
			union.description = branches.get(0).description;
			union.words.addAll(branches.get(0).words);
		}
		else if (kinds.size() > 1 || !branches.stream().allMatch((branch) -> isSaid(branch, union))) {
			union.words.add("one of: " + phrases);
		}
		return union;
	}

	// Whether the union has the branch's properties, additional properties and items.
	private static boolean isShown(SchemaDraft branch, SchemaDraft union) {
		boolean sameKind = kind(branch).equals(kind(union));
		boolean open = branch.additional == null || branch.additional.is(SchemaDraft.NOTHING);
		return sameKind && branch.type != null && (open || union.additional != null);
	}

	private static String kind(SchemaDraft branch) {
		if (branch.type == null) {
			return "";
		}
		return branch.isNumeric() ? "number" : branch.type;
	}

	private static SchemaDraft preferred(List<SchemaDraft> branches, boolean sameKind) {
		for (String type : PREFERENCE) {
			List<SchemaDraft> chosen = branches.stream().filter((branch) -> branch.is(type)).toList();
			if (type.equals("string") && !chosen.isEmpty() && !sameKind) {
				// The constraints would exclude the other alternatives in the form of a
				// string.
				return new SchemaDraft(type);
			}
			if (type.equals("number") && !chosen.isEmpty()) {
				return same(type, branches.stream().filter(SchemaDraft::isNumeric).toList());
			}
			if (!chosen.isEmpty()) {
				return same(type, chosen);
			}
		}
		throw new IllegalStateException("Every alternative here has a type of JSON");
	}

	private static SchemaDraft same(String type, List<SchemaDraft> branches) {
		SchemaDraft union = new SchemaDraft(type);
		union.keywords.putAll(branches.get(0).keywords);
		branches.forEach((branch) -> union.keywords.entrySet().retainAll(branch.keywords.entrySet()));
		if (branches.stream().allMatch((branch) -> branch.keywords.containsKey("enum"))) {
			Set<JsonNode> values = new LinkedHashSet<>();
			branches.forEach((branch) -> values
				.addAll(branch.keywords.getOrDefault("enum", EnumKeywords.array(List.of())).values()));
			union.keywords.put("enum", EnumKeywords.array(values));
		}
		union.required.addAll(branches.get(0).required);
		branches.forEach((branch) -> union.required.retainAll(branch.required));
		union.properties = properties(branches);
		List<SchemaDraft> items = branches.stream().map((branch) -> branch.items).filter(Objects::nonNull).toList();
		union.items = items.isEmpty() ? null : of(items);
		List<SchemaDraft> additional = branches.stream()
			.map((branch) -> branch.additional)
			.filter(Objects::nonNull)
			.toList();
		union.additional = (additional.size() < branches.size()) ? null : of(additional);
		return union;
	}

	private static @Nullable Map<String, SchemaDraft> properties(List<SchemaDraft> branches) {
		Map<String, List<SchemaDraft>> alternatives = new LinkedHashMap<>();
		boolean any = false;
		for (SchemaDraft branch : branches) {
			if (branch.properties != null) {
				any = true;
				branch.properties.forEach(
						(name, draft) -> alternatives.computeIfAbsent(name, (key) -> new ArrayList<>()).add(draft));
			}
		}
		Map<String, SchemaDraft> properties = new LinkedHashMap<>();
		alternatives.forEach((name, drafts) -> properties.put(name, of(drafts)));
		return any ? properties : null;
	}

	// Whether the union already has all that the branch says.
	private static boolean isSaid(SchemaDraft branch, SchemaDraft union) {
		boolean annotated = branch.description != null || branch.title != null || !branch.words.isEmpty();
		Set<String> keywords = branch.keywords.keySet();
		boolean constrained = !union.keywords.keySet().equals(keywords) || branch.is("object") || branch.is("array");
		return !annotated && !constrained;
	}

}
