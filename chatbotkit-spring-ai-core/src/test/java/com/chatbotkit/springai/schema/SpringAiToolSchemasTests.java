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

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.support.ToolCallbacks;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.annotation.ToolParam;
import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.ai.tool.function.FunctionToolCallback;
import org.springframework.ai.tool.method.MethodToolCallbackProvider;
import org.springframework.ai.util.json.schema.JsonSchemaGenerator;
import org.springframework.ai.util.json.schema.JsonSchemaGenerator.SchemaOption;

import static com.chatbotkit.springai.schema.LoweredSchemas.json;
import static com.chatbotkit.springai.schema.LoweredSchemas.lowered;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SchemaLowering} with the schemas that Spring AI generates, which the
 * endpoint refuses as they are.
 */
class SpringAiToolSchemasTests {

	static Stream<ToolCallback> tools() {
		return Stream.of(MethodToolCallbackProvider.builder().toolObjects(new Tools()).build().getToolCallbacks());
	}

	@ParameterizedTest
	@MethodSource("tools")
	void everyToolMethodIsAcceptedOnlyWhenItIsLowered(ToolCallback tool) {
		String schema = tool.getToolDefinition().inputSchema();
		assertThat(DialectChecker.violations(json(schema))).isNotEmpty();
		assertThat(names(lowered(schema))).isEqualTo(names(json(schema)));
	}

	@Test
	void primitivesKeepTheirTypes() {
		assertThat(tool("primitives")).isEqualTo(json("""
				{"type":"object","properties":{"count":{"type":"integer"},"id":{"type":"integer"},
				 "ratio":{"type":"number"},"really":{"type":"boolean"},"text":{"type":"string"}},
				 "required":["count","id","ratio","really","text"],"additionalProperties":false}"""));
	}

	@Test
	void nestedRecordsAreInlined() {
		assertThat(tool("nested").at("/properties/order/properties/billing")).isEqualTo(json("""
				{"type":"object","properties":{"street":{"type":"string"}},"required":["street"],
				 "additionalProperties":false}"""));
	}

	@Test
	void arraysOfRecordsAreInlined() {
		assertThat(tool("nested").at("/properties/others/items/properties/shipping/properties/street"))
			.isEqualTo(json("{\"type\":\"string\"}"));
	}

	@Test
	void enumsKeepTheirValues() {
		assertThat(tool("enums").at("/properties/unit")).isEqualTo(json("""
				{"type":"string","enum":["CELSIUS","FAHRENHEIT"]}"""));
	}

	@Test
	void listsAndArraysKeepTheirItems() {
		assertThat(tool("collections").at("/properties/names")).isEqualTo(json("""
				{"type":"array","items":{"type":"string"}}"""));
		assertThat(tool("collections").at("/properties/numbers")).isEqualTo(json("""
				{"type":"array","items":{"type":"integer"}}"""));
	}

	@Test
	void mapsAreOpenObjects() {
		assertThat(tool("collections").at("/properties/scores/type").asString()).isEqualTo("object");
		assertThat(tool("collections").at("/properties/scores/additionalProperties").asBoolean(true)).isTrue();
	}

	@Test
	void optionalsAreTheirValues() {
		assertThat(tool("optionals").at("/properties/search/properties/limit")).isEqualTo(json("""
				{"type":"integer","description":"may be null"}"""));
	}

	@Test
	void optionalParametersAreNotRequired() {
		assertThat(tool("optionals").path("required")).isEqualTo(json("[\"search\"]"));
	}

	@Test
	void datesKeepTheirFormats() {
		JsonNode properties = tool("dates").at("/properties/stay/properties");
		assertThat(properties.at("/from/format").asString()).isEqualTo("date");
		assertThat(properties.at("/at/format").asString()).isEqualTo("date-time");
		assertThat(properties.at("/length/format").asString()).isEqualTo("duration");
	}

	@Test
	void recursiveTypesEnd() {
		JsonNode third = tool("recursive").at("/properties/tree/properties/children/items/properties/children/items");
		assertThat(third.at("/properties/children")).isEqualTo(json("""
				{"type":"array","items":{"type":"object","description":"nested tree with children, name"}}"""));
	}

	@Test
	void recursiveParametersBesideOthersEnd() {
		assertThat(names(tool("recursiveTwice").at("/properties/right/properties/children/items")))
			.containsExactlyInAnyOrder("children", "name");
	}

	@Test
	void recursiveInterfacesEnd() {
		assertThat(names(tool("recursiveSubtypes").at("/properties/term/properties/left")))
			.containsExactlyInAnyOrder("kind", "left", "right", "value");
	}

	@ParameterizedTest
	@ValueSource(strings = { "recursiveList", "recursiveArray", "recursiveListBesideOthers" })
	void recursiveListsAreListsAtEachLevel(String name) {
		JsonNode nested = tool(name).at("/properties/trees/items/properties/children");
		assertThat(nested.path("type").asString()).isEqualTo("array");
		assertThat(names(nested.path("items"))).containsExactlyInAnyOrder("children", "name");
	}

	@Test
	void recursiveListsOfSubtypesAreListsAtEachLevel() {
		JsonNode nested = tool("recursiveListOfSubtypes").at("/properties/rules/items/properties/all");
		assertThat(nested.path("type").asString()).isEqualTo("array");
		assertThat(names(nested.path("items"))).containsExactlyInAnyOrder("kind", "all", "text");
	}

	@Test
	void recursionThroughADefinitionLeadsToTheParameterThatUsesIt() {
		JsonNode back = tool("recursiveThroughDefinition").at("/properties/team/properties/lead/properties/team");
		assertThat(names(back)).containsExactlyInAnyOrder("deputy", "lead", "name");
	}

	@Test
	void recursionThroughADefinitionOfAListLeadsToTheList() {
		JsonNode nested = tool("recursiveListThroughDefinition").at("/properties/steps/items/properties/then");
		assertThat(nested.path("type").asString()).isEqualTo("array");
		assertThat(names(nested.path("items"))).containsExactlyInAnyOrder("otherwise", "then");
	}

	@Test
	void recursionOfAnInputTypeEnds() {
		assertThat(names(lowered(JsonSchemaGenerator.generateForType(Tree.class)).at("/properties/children/items")))
			.containsExactlyInAnyOrder("children", "name");
	}

	@Test
	void recursionOfAnInputTypeThroughAnotherEnds() {
		assertThat(names(lowered(JsonSchemaGenerator.generateForType(Person.class))
			.at("/properties/family/properties/members/items"))).containsExactlyInAnyOrder("age", "family");
	}

	@Test
	void aMethodWithoutArgumentsTakesAnEmptyObject() {
		assertThat(tool("nothing")).isEqualTo(json("""
				{"type":"object","properties":{},"additionalProperties":false}"""));
	}

	@Test
	void theToolContextIsNoArgument() {
		assertThat(names(tool("context"))).containsExactly("city");
	}

	@Test
	void descriptionsOfParametersStay() {
		assertThat(tool("context").at("/properties/city/description").asString()).isEqualTo("The city");
	}

	@Test
	void subtypesAreOneObject() {
		JsonNode shape = lowered(JsonSchemaGenerator.generateForType(Drawing.class)).at("/properties/shape");
		assertThat(shape.path("type").asString()).isEqualTo("object");
	}

	@Test
	void aFunctionTakesItsInputType() {
		ToolCallback tool = FunctionToolCallback.builder("f", (Function<Address, String>) Address::street)
			.description("d")
			.inputType(Address.class)
			.build();
		assertThat(lowered(tool.getToolDefinition().inputSchema())).isEqualTo(json("""
				{"type":"object","properties":{"street":{"type":"string"}},"required":["street"],
				 "additionalProperties":false}"""));
	}

	@Test
	void aSupplierTakesAnEmptyObject() {
		ToolCallback tool = FunctionToolCallback.builder("f", (Supplier<String>) () -> "x").description("d").build();
		assertThat(names(lowered(tool.getToolDefinition().inputSchema()))).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(classes = { String.class, int.class, Long.class, double.class, boolean.class, Address.class,
			Order.class, Unit.class, String[].class, List.class, Map.class, Object.class, Tree.class, Stay.class,
			Search.class, Drawing.class, Void.class, LocalDate.class, Instant.class, Duration.class })
	void everyInputTypeIsAccepted(Class<?> type) {
		for (SchemaOption option : SchemaOption.values()) {
			assertThat(lowered(JsonSchemaGenerator.generateForType(type, option)).path("type").asString())
				.isEqualTo("object");
		}
	}

	@Test
	void recursionOfAFunctionsInputLeadsToTheInput() {
		ToolSchema schema = ToolSchema.ofType(JsonSchemaGenerator.generateForType(Contact.class),
				ToolSchema.DEFAULT_BUDGET);
		assertThat(names(json(schema.parameters().toString()).at("/properties/household/properties/members/items")))
			.containsExactlyInAnyOrder("household", "name");
	}

	private static JsonNode tool(String name) {
		return lowered(definition(name).inputSchema());
	}

	private static ToolDefinition definition(String name) {
		return Stream.of(ToolCallbacks.from(new Tools()))
			.map(ToolCallback::getToolDefinition)
			.filter((tool) -> tool.name().equals(name))
			.findFirst()
			.orElseThrow();
	}

	private static Set<String> names(JsonNode schema) {
		return Set.copyOf(schema.path("properties").propertyNames());
	}

	enum Unit {

		CELSIUS, FAHRENHEIT

	}

	record Address(String street) {

	}

	record Order(long number, Address billing, Address shipping) {

	}

	record Search(String text, Optional<Integer> limit) {

	}

	record Stay(LocalDate from, Instant at, Duration length) {

	}

	record Tree(String name, List<Tree> children) {

	}

	record Contact(String name, Household household) {

	}

	record Household(List<Contact> members) {

	}

	record Team(String name, Member lead, Member deputy) {

	}

	record Member(String name, Team team) {

	}

	record Step(Step otherwise, List<Step> then) {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
	@JsonSubTypes({ @JsonSubTypes.Type(value = All.class, name = "all"),
			@JsonSubTypes.Type(value = Contains.class, name = "contains") })
	interface Rule {

	}

	record All(List<Rule> all) implements Rule {

	}

	record Contains(String text) implements Rule {

	}

	record Person(int age, Family family) {

	}

	record Family(List<Person> members) {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
	@JsonSubTypes({ @JsonSubTypes.Type(value = Sum.class, name = "sum"),
			@JsonSubTypes.Type(value = Literal.class, name = "literal") })
	interface Term {

	}

	record Sum(Term left, Term right) implements Term {

	}

	record Literal(int value) implements Term {

	}

	record Drawing(Shape shape) {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
	@JsonSubTypes({ @JsonSubTypes.Type(value = Circle.class, name = "circle"),
			@JsonSubTypes.Type(value = Square.class, name = "square") })
	interface Shape {

	}

	record Circle(double radius) implements Shape {

	}

	record Square(double side) implements Shape {

	}

	static class Tools {

		@Tool(description = "d")
		String primitives(int count, long id, double ratio, boolean really, String text) {
			return "";
		}

		@Tool(description = "d")
		String nested(Order order, List<Order> others) {
			return "";
		}

		@Tool(description = "d")
		String enums(Unit unit) {
			return "";
		}

		@Tool(description = "d")
		String collections(List<String> names, int[] numbers, Map<String, Integer> scores) {
			return "";
		}

		@Tool(description = "d")
		String optionals(Search search, @Nullable String cursor, @ToolParam(required = false) Integer page) {
			return "";
		}

		@Tool(description = "d")
		String dates(Stay stay) {
			return "";
		}

		@Tool(description = "d")
		String recursive(Tree tree) {
			return "";
		}

		@Tool(description = "d")
		String recursiveTwice(int depth, Tree left, Tree right) {
			return "";
		}

		@Tool(description = "d")
		String recursiveList(List<Tree> trees) {
			return "";
		}

		@Tool(description = "d")
		String recursiveArray(Tree[] trees) {
			return "";
		}

		@Tool(description = "d")
		String recursiveListBesideOthers(String text, Tree tree, List<Tree> trees, Address address) {
			return "";
		}

		@Tool(description = "d")
		String recursiveListOfSubtypes(List<Rule> rules) {
			return "";
		}

		@Tool(description = "d")
		String recursiveThroughDefinition(Team team, Address address) {
			return "";
		}

		@Tool(description = "d")
		String recursiveListThroughDefinition(List<Step> steps) {
			return "";
		}

		@Tool(description = "d")
		String recursiveSubtypes(Term term) {
			return "";
		}

		@Tool
		String nothing() {
			return "";
		}

		@Tool(description = "d")
		String context(@ToolParam(description = "The city") String city, ToolContext context) {
			return "";
		}

	}

}
