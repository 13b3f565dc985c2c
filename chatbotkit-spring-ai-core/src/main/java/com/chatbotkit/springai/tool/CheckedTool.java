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

package com.chatbotkit.springai.tool;

import java.util.List;

import com.chatbotkit.springai.schema.ToolSchema;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.ai.tool.execution.ToolExecutionException;
import org.springframework.ai.tool.function.FunctionToolCallback;
import org.springframework.ai.tool.metadata.ToolMetadata;
import org.springframework.ai.tool.method.MethodToolCallback;

/**
 * Checks the arguments of a tool call before the tool runs, and reports invalid ones to
 * the bot as an error of the tool.
 * <p>
 * Spring AI 2.0.0 ends the whole turn instead, and loses the results of its other calls,
 * if a function gets anything but a matching object, or a method gets {@code null}.
 */
public final class CheckedTool implements ToolCallback {

	private final ToolCallback tool;

	private CheckedTool(ToolCallback tool) {
		this.tool = tool;
	}

	/**
	 * Wraps tools so that they check their arguments.
	 * @param tools the tools, checked or not; null is passed on
	 * @return the tools, in the same order, each equal to the one given
	 */
	public static @Nullable List<ToolCallback> checked(@Nullable List<ToolCallback> tools) {
		return (tools != null) ? tools.stream().<ToolCallback>map((tool) -> new CheckedTool(unchecked(tool))).toList()
				: null;
	}

	/**
	 * Unwraps tools, as the application gave them.
	 * @param tools the tools, checked or not; null is passed on
	 * @return the tools, in the same order
	 */
	public static @Nullable List<ToolCallback> unchecked(@Nullable List<ToolCallback> tools) {
		return (tools != null) ? tools.stream().map(CheckedTool::unchecked).toList() : null;
	}

	private static ToolCallback unchecked(ToolCallback tool) {
		return (tool instanceof CheckedTool checked) ? checked.tool : tool;
	}

	/**
	 * Returns the lowered input schema of a tool.
	 * @throws IllegalArgumentException if its input schema is not one JSON object
	 */
	static ToolSchema schema(ToolCallback tool, ToolDefinition definition, int budget) {
		return isOfType(tool) ? ToolSchema.ofType(definition.inputSchema(), budget)
				: ToolSchema.of(definition.inputSchema(), budget);
	}

	/**
	 * Whether the input schema of a tool describes one Java type.
	 */
	static boolean isOfType(ToolCallback tool) {
		return unchecked(tool) instanceof FunctionToolCallback;
	}

	@Override
	public ToolDefinition getToolDefinition() {
		return this.tool.getToolDefinition();
	}

	@Override
	public ToolMetadata getToolMetadata() {
		return this.tool.getToolMetadata();
	}

	@Override
	public String call(String toolInput) {
		String input = checked(toolInput);
		try {
			return this.tool.call(input);
		}
		catch (IllegalStateException | IllegalArgumentException ex) {
			throw asToolError(ex);
		}
	}

	@Override
	public String call(String toolInput, @Nullable ToolContext toolContext) {
		String input = checked(toolInput);
		try {
			return this.tool.call(input, toolContext);
		}
		catch (IllegalStateException | IllegalArgumentException ex) {
			throw asToolError(ex);
		}
	}

	private String checked(String toolInput) {
		ToolDefinition definition = getToolDefinition();
		boolean anyValue = schema(this.tool, definition, ToolSchema.DEFAULT_BUDGET).isWrapped();
		String input = anyValue ? toolInput : ToolArguments.object(toolInput);
		String error = ToolArguments.error(input, anyValue);
		if (error != null) {
			throw new ToolExecutionException(definition, new IllegalArgumentException(
					definition.name() + " was not run: its arguments have to be one JSON object, and " + error));
		}
		return input;
	}

	/**
	 * Converts an exception of Spring AI. If the arguments are the cause, the new one is
	 * reported to the bot; if the tool's bean is, the new one says what to change. Other
	 * exceptions, such as those of the tool's method, are returned unchanged.
	 */
	private RuntimeException asToolError(RuntimeException ex) {
		if (ex instanceof IllegalStateException && ex.getCause() instanceof JacksonException cause) {
			return new ToolExecutionException(getToolDefinition(), cause);
		}
		if (ex instanceof IllegalArgumentException && isInvocationError(ex)) {
			// The only part of the JDK's message that is the same in all releases.
			if (String.valueOf(ex.getMessage()).contains("not an instance of")) {
				return new IllegalStateException("The tool " + getToolDefinition().name()
						+ " cannot be called: its bean is behind a proxy of the JDK, which has not the tool's method."
						+ " Let Spring make a proxy of the class (proxyTargetClass = true), or move the tool to a"
						+ " bean that has none", ex);
			}
			return new ToolExecutionException(getToolDefinition(),
					new IllegalArgumentException(getToolDefinition().name()
							+ " was not run: an argument that it requires is missing, or of another type", ex));
		}
		return ex;
	}

	/**
	 * Whether reflection could not call the method with the arguments. Spring AI (2.0.0)
	 * calls it in {@code MethodToolCallback.callMethod}, and passes the exception on.
	 */
	private boolean isInvocationError(RuntimeException ex) {
		if (!(this.tool instanceof MethodToolCallback)) {
			return false;
		}
		for (StackTraceElement element : ex.getStackTrace()) {
			if (element.getClassName().equals(MethodToolCallback.class.getName())) {
				return element.getMethodName().equals("callMethod");
			}
		}
		return false;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return this.tool.equals((other instanceof CheckedTool that) ? that.tool : other);
	}

	@Override
	public int hashCode() {
		return this.tool.hashCode();
	}

	@Override
	public String toString() {
		return this.tool.toString();
	}

}
